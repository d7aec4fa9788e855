package org.postern.executor.sql.ast;

/** A value expression, still untyped. */
public sealed interface Expression extends Node
    permits Literal,
        Reference,
        Indirection,
        OperatorExpression,
        BooleanExpression,
        Conversion,
        CallExpression,
        Constructor,
        SubqueryExpression {}
