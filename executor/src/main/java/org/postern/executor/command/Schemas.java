package org.postern.executor.command;

import java.util.List;
import java.util.function.Consumer;
import org.postern.executor.sql.ast.SchemaStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** CREATE SCHEMA. */
final class Schemas {
  private final Ddl ddl;

  Schemas(Ddl ddl) {
    this.ddl = ddl;
  }

  static void requireNotReserved(String name) {
    if (name.startsWith("pg_")) {
      throw SqlException.error(SqlState.RESERVED_NAME, "unacceptable schema name \"%s\"", name)
          .withDetail("The prefix \"pg_\" is reserved for system schemas.");
    }
  }

  void create(SchemaStatement statement, Consumer<Statement> runner) {
    Ownership ownership = new Ownership(ddl);
    int owner =
        statement.authorization() == null ? ddl.role() : ownership.role(statement.authorization());
    String name = statement.name() != null ? statement.name() : ddl.catalog.roleName(owner);
    ddl.permissions.requireCreateSchema();
    ownership.requireMember(owner);
    requireNotReserved(name);
    if (ddl.catalog.namespace(name) != 0) {
      if (statement.ifNotExists()) {
        ddl.env
            .notices()
            .notice(SqlState.DUPLICATE_SCHEMA, "schema \"%s\" already exists, skipping", name);
        return;
      }
      throw SqlException.error(SqlState.DUPLICATE_SCHEMA, "schema \"%s\" already exists", name);
    }
    int oid = ddl.editor.newOid("pg_namespace");
    DefaultPrivileges defaults = new DefaultPrivileges(ddl);
    List<String> acl = defaults.initial(owner, 0, AclKind.SCHEMA);
    ddl.editor.insert(
        ddl.editor
            .row("pg_namespace")
            .oid("oid", oid)
            .text("nspname", name)
            .oid("nspowner", owner)
            .texts("nspacl", TypeOid.ACLITEM, acl));
    ddl.depend.recordOwner(ObjectAddress.NAMESPACE, oid, owner);
    defaults.record(ObjectAddress.NAMESPACE, oid, owner, acl);
    ddl.step();
    if (!statement.elements().isEmpty()) {
      ddl.env.session().inSchema(oid, () -> SchemaElements.run(name, statement.elements(), runner));
    }
  }
}
