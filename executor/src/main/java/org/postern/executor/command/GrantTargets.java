package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.PrivilegeStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** Finds the objects that GRANT and REVOKE name. */
final class GrantTargets {
  private static final int LANGUAGE_OID = 2682;

  private final Ddl ddl;
  private final PrivilegeStatement.Grant statement;

  GrantTargets(Ddl ddl, PrivilegeStatement.Grant statement) {
    this.ddl = ddl;
    this.statement = statement;
  }

  List<GrantTarget> find() {
    List<GrantTarget> targets = new ArrayList<>();
    for (ObjectName object : statement.objects()) {
      if (statement.target() == PrivilegeStatement.TargetKind.ALL_IN_SCHEMA) {
        allInSchema(((ObjectName.Named) object).name().name(), targets);
      } else {
        targets.add(one(object));
      }
    }
    return targets;
  }

  private void allInSchema(String schema, List<GrantTarget> targets) {
    int namespace = ddl.namespace(schema);
    switch (statement.kind()) {
      case TABLE, SEQUENCE -> {
        String kinds = statement.kind() == ObjectType.TABLE ? "rvmfp" : "S";
        for (CatalogRow row : ddl.editor.all("pg_class")) {
          if (row.oid("relnamespace") == namespace
              && kinds.indexOf(row.character("relkind")) >= 0) {
            targets.add(relation(row));
          }
        }
      }
      case FUNCTION, PROCEDURE, ROUTINE -> {
        for (CatalogRow row : ddl.editor.all("pg_proc")) {
          boolean procedure = row.character("prokind") == 'p';
          boolean wanted =
              statement.kind() == ObjectType.ROUTINE
                  || procedure == (statement.kind() == ObjectType.PROCEDURE);
          if (wanted && row.oid("pronamespace") == namespace) {
            targets.add(function(row));
          }
        }
      }
      default -> throw SqlException.notSupported("GRANT ON ALL " + statement.kind().sql());
    }
  }

  private GrantTarget one(ObjectName object) {
    return switch (statement.kind()) {
      case TABLE, SEQUENCE -> relation((ObjectName.Named) object);
      case SCHEMA -> schema(((ObjectName.Named) object).name().name());
      case DATABASE -> database(((ObjectName.Named) object).name().name());
      case FUNCTION, PROCEDURE, ROUTINE -> {
        int oid = new RoutineNames(ddl).find((ObjectName.Routine) object, statement.kind());
        yield function(ddl.editor.get("pg_proc", CatalogIndexes.PROC_OID, Catalog.unsigned(oid)));
      }
      case TYPE, DOMAIN -> type(object);
      case LANGUAGE -> language(((ObjectName.Named) object).name().name());
      default -> throw SqlException.notSupported("GRANT ON " + statement.kind().sql());
    };
  }

  private GrantTarget relation(ObjectName.Named object) {
    RelationEntry relation =
        ddl.open(DropCommand.relationName(object.name()), LockMode.ACCESS_SHARE);
    if (relation.kind() == 'i' || relation.kind() == 'I' || relation.kind() == 'c') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          relation.kind() == 'c' ? "\"%s\" is a composite type" : "\"%s\" is an index",
          relation.name());
    }
    if (statement.kind() == ObjectType.SEQUENCE && relation.kind() != 'S') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", relation.name());
    }
    return relation(ddl.editor.relation(relation.oid()));
  }

  private static GrantTarget relation(CatalogRow row) {
    return new GrantTarget(
        row,
        "relacl",
        ObjectAddress.CLASS,
        row.oid("oid"),
        0,
        row.oid("relowner"),
        row.character("relkind") == 'S' ? AclKind.SEQUENCE : AclKind.TABLE,
        row.text("relname"));
  }

  /** A column of a relation that is a target itself. */
  GrantTarget column(GrantTarget relation, int number) {
    CatalogRow row = ddl.editor.attribute(relation.oid(), number);
    return new GrantTarget(
        row,
        "attacl",
        ObjectAddress.CLASS,
        relation.oid(),
        number,
        relation.owner(),
        AclKind.COLUMN,
        row.text("attname"));
  }

  private GrantTarget schema(String name) {
    CatalogRow row =
        ddl.editor.get(
            "pg_namespace", CatalogIndexes.NAMESPACE_OID, Catalog.unsigned(ddl.namespace(name)));
    return new GrantTarget(
        row,
        "nspacl",
        ObjectAddress.NAMESPACE,
        row.oid("oid"),
        0,
        row.oid("nspowner"),
        AclKind.SCHEMA,
        name);
  }

  private GrantTarget database(String name) {
    CatalogRow row =
        ddl.editor.find("pg_database", CatalogIndexes.DATABASE_NAME, Catalog.name(name));
    if (row == null) {
      throw SqlException.error(SqlState.UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
    }
    return new GrantTarget(
        row,
        "datacl",
        ObjectAddress.DATABASE,
        row.oid("oid"),
        0,
        row.oid("datdba"),
        AclKind.DATABASE,
        name);
  }

  private static GrantTarget function(CatalogRow row) {
    return new GrantTarget(
        row,
        "proacl",
        ObjectAddress.PROC,
        row.oid("oid"),
        0,
        row.oid("proowner"),
        AclKind.FUNCTION,
        row.text("proname"));
  }

  private GrantTarget type(ObjectName object) {
    TypeNames types = new TypeNames(ddl.analyzer());
    int oid =
        object instanceof ObjectName.OfType t
            ? types.resolve(t.type()).type()
            : types.resolve(TypeDefinitions.typeName(((ObjectName.Named) object).name())).type();
    CatalogRow row = ddl.editor.get("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(oid));
    if (ddl.catalog.type(oid).isTrueArray()) {
      throw SqlException.error(
              SqlState.INVALID_GRANT_OPERATION, "cannot set privileges of array types")
          .withHint("Set the privileges of the element type instead.");
    }
    if (statement.kind() == ObjectType.DOMAIN && row.character("typtype") != 'd') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a domain", row.text("typname"));
    }
    return new GrantTarget(
        row,
        "typacl",
        ObjectAddress.TYPE,
        oid,
        0,
        row.oid("typowner"),
        AclKind.TYPE,
        row.text("typname"));
  }

  private GrantTarget language(String name) {
    for (CatalogRow row : ddl.editor.all("pg_language")) {
      if (row.text("lanname").equals(name)) {
        CatalogRow indexed =
            ddl.editor.get("pg_language", LANGUAGE_OID, Catalog.unsigned(row.oid("oid")));
        return new GrantTarget(
            indexed,
            "lanacl",
            ObjectAddress.LANGUAGE,
            row.oid("oid"),
            0,
            row.oid("lanowner"),
            AclKind.LANGUAGE,
            name);
      }
    }
    throw SqlException.error(SqlState.UNDEFINED_OBJECT, "language \"%s\" does not exist", name);
  }
}
