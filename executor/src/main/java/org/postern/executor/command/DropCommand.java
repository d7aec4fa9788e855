package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.analyze.RelationNames;
import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.TypeName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** DROP of relations and schemas. */
final class DropCommand {
  private final Ddl ddl;
  private final ObjectStatement.Drop statement;

  DropCommand(Ddl ddl, ObjectStatement.Drop statement) {
    this.ddl = ddl;
    this.statement = statement;
  }

  void run() {
    List<ObjectAddress> objects = new ArrayList<>();
    for (ObjectName object : statement.objects()) {
      ObjectAddress address =
          switch (statement.kind()) {
            case TABLE, INDEX, SEQUENCE, VIEW, MATERIALIZED_VIEW ->
                relation(((ObjectName.Named) object).name());
            case SCHEMA -> schema(((ObjectName.Named) object).name().name());
            case TYPE, DOMAIN -> type(object);
            default -> throw SqlException.notSupported("DROP " + statement.kind().sql());
          };
      if (address != null && !objects.contains(address)) {
        objects.add(address);
      }
    }
    if (statement.concurrently()) {
      refuseConcurrently();
    }
    new ObjectRemover(ddl).remove(objects, statement.cascade());
  }

  /** Concurrently or not, the index is locked; only what the word forbids differs. */
  private void refuseConcurrently() {
    if (statement.objects().size() > 1) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "DROP INDEX CONCURRENTLY does not support dropping multiple objects");
    }
    Ddl.refuse(statement.cascade(), "CASCADE of DROP INDEX CONCURRENTLY");
    ddl.requireOutsideBlock("DROP INDEX CONCURRENTLY");
  }

  static RelationName relationName(QualifiedName name) {
    List<String> parts = name.parts();
    return new RelationName(
        parts.size() > 2 ? parts.get(parts.size() - 3) : null,
        name.schema(),
        name.name(),
        true,
        name.location());
  }

  private char wantedKind() {
    return switch (statement.kind()) {
      case INDEX -> 'i';
      case SEQUENCE -> 'S';
      case VIEW -> 'v';
      case MATERIALIZED_VIEW -> 'm';
      default -> 'r';
    };
  }

  private ObjectAddress relation(QualifiedName written) {
    RelationName name = relationName(written);
    String kind = Ddl.kindWord(wantedKind());
    if (name.schema() != null && ddl.catalog.namespace(name.schema()) == 0) {
      if (!statement.ifExists()) {
        throw SqlException.error(
            SqlState.INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", name.schema());
      }
      ddl.env.notices().notice("schema \"%s\" does not exist, skipping", name.schema());
      return null;
    }
    if (statement.kind() == ObjectType.INDEX) {
      RelationEntry index = new RelationNames(ddl.analyzer()).find(name.schema(), name.name());
      if (index != null && index.kind() == 'i') {
        ddl.lock(ddl.relations.index(index.oid()).table(), LockMode.ACCESS_EXCLUSIVE);
      }
    }
    RelationEntry relation = ddl.openOrNull(name, LockMode.ACCESS_EXCLUSIVE);
    if (relation == null) {
      if (!statement.ifExists()) {
        throw SqlException.error(
            statement.kind() == ObjectType.INDEX
                ? SqlState.UNDEFINED_OBJECT
                : SqlState.UNDEFINED_TABLE,
            "%s \"%s\" does not exist",
            kind,
            name.name());
      }
      ddl.env.notices().notice("%s \"%s\" does not exist, skipping", kind, name.name());
      return null;
    }
    if (relation.kind() != wantedKind()) {
      throw wrongKind(relation);
    }
    if (!ddl.permissions.hasRightsOf(ddl.role(), relation.owner())) {
      CatalogRow schema =
          ddl.editor.get(
              "pg_namespace", CatalogIndexes.NAMESPACE_OID, Catalog.unsigned(relation.namespace()));
      if (!ddl.permissions.hasRightsOf(ddl.role(), schema.oid("nspowner"))) {
        ddl.permissions.requireOwner(relation);
      }
    }
    ddl.requireUserRelation(relation);
    return ObjectAddress.relation(relation.oid());
  }

  private SqlException wrongKind(RelationEntry relation) {
    String wanted = Ddl.kindWord(wantedKind());
    String hint =
        switch (relation.kind()) {
          case 'i' -> "Use DROP INDEX to remove an index.";
          case 'S' -> "Use DROP SEQUENCE to remove a sequence.";
          case 'v' -> "Use DROP VIEW to remove a view.";
          case 'm' -> "Use DROP MATERIALIZED VIEW to remove a materialized view.";
          case 'c' -> "Use DROP TYPE to remove a type.";
          default -> "Use DROP TABLE to remove a table.";
        };
    String article = wanted.equals("index") ? "an" : "a";
    return SqlException.error(
            SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not %s %s", relation.name(), article, wanted)
        .withHint(hint);
  }

  private ObjectAddress type(ObjectName object) {
    TypeName written =
        object instanceof ObjectName.OfType t
            ? t.type()
            : TypeDefinitions.typeName(((ObjectName.Named) object).name());
    int oid;
    try {
      oid = new TypeNames(ddl.analyzer()).resolve(written).type();
    } catch (SqlException e) {
      if (e.state() == SqlState.UNDEFINED_OBJECT && statement.ifExists()) {
        ddl.env
            .notices()
            .notice("type \"%s\" does not exist, skipping", String.join(".", written.names()));
        return null;
      }
      throw e.withPosition(0);
    }
    if (statement.kind() == ObjectType.DOMAIN && ddl.catalog.type(oid).kind() != 'd') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "%s is not a domain", ddl.analyzer().types().typeName(oid));
    }
    TypeDefinitions.requireOwner(ddl, oid);
    if (Integer.compareUnsigned(oid, 16384) < 0) {
      throw SqlException.error(
          SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
          "cannot drop type %s because it is required by the database system",
          ddl.analyzer().types().typeName(oid));
    }
    return ObjectAddress.of(ObjectAddress.TYPE, oid);
  }

  private ObjectAddress schema(String name) {
    int oid = ddl.catalog.namespace(name);
    if (oid == 0) {
      if (!statement.ifExists()) {
        throw SqlException.error(
            SqlState.INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", name);
      }
      ddl.env.notices().notice("schema \"%s\" does not exist, skipping", name);
      return null;
    }
    CatalogRow row =
        ddl.editor.get("pg_namespace", CatalogIndexes.NAMESPACE_OID, Catalog.unsigned(oid));
    ddl.permissions.requireOwner(row.oid("nspowner"), "schema", name);
    return ObjectAddress.of(ObjectAddress.NAMESPACE, oid);
  }
}
