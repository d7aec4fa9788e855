package org.postern.executor.sql.ast;

/** One SQL statement, by family. */
public sealed interface Statement extends Node
    permits SelectStatement,
        ModifyStatement,
        TransactionStatement,
        VariableStatement,
        PreparedStatement,
        CursorStatement,
        UtilityStatement,
        CopyStatement,
        TableStatement,
        AlterTableStatement,
        IndexStatement,
        SequenceStatement,
        SchemaStatement,
        DatabaseStatement,
        RoleStatement,
        ViewStatement,
        TypeStatement,
        RoutineStatement,
        DefineStatement,
        TriggerStatement,
        RuleStatement,
        ObjectStatement,
        PrivilegeStatement,
        GenericStatement {}
