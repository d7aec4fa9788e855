package org.postern.executor.command;

import org.postern.executor.analyze.AnalyzerEnvironment;
import org.postern.executor.analyze.ParamTypes;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.analyze.RelationNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.sql.ast.RelationName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;
import org.postern.storage.smgr.RelFileLocator;

/** What all commands share: the environment and the tools made over it. */
final class Ddl {
  static final int PG_TOAST = 99;

  final CommandEnvironment env;
  final Catalog catalog;
  final Relations relations;
  final CatalogEditor editor;
  final Dependencies depend;
  final ObjectNames names;
  final Permissions permissions;

  Ddl(CommandEnvironment env) {
    this.env = env;
    this.catalog = env.exec().catalog();
    this.relations = env.exec().relations();
    this.editor = new CatalogEditor(catalog);
    this.depend = new Dependencies(editor, env.database());
    this.names = new ObjectNames(editor, relations);
    this.permissions = new Permissions(this);
  }

  AnalyzerEnvironment analyzer() {
    return env.analyzer().get();
  }

  QueryAnalyzer queries() {
    return new QueryAnalyzer(analyzer(), ParamTypes.none());
  }

  int role() {
    return env.session().currentRole();
  }

  /** Evaluates expressions that have neither parameters nor subqueries. */
  EvalContext evalContext() {
    return new EvalContext(analyzer().types(), new Object[0], new Object[0], null, env.sqlValues());
  }

  RelationEntry open(RelationName name, LockMode mode) {
    // Commands do not say where in their text the missing relation is named.
    RelationName unlocated =
        new RelationName(name.catalog(), name.schema(), name.name(), name.inherit(), -1);
    return new RelationNames(analyzer()).open(unlocated, mode.number());
  }

  RelationEntry openOrNull(RelationName name, LockMode mode) {
    return new RelationNames(analyzer()).openOrNull(name, mode.number());
  }

  /** The relation as it is now; it must exist. */
  RelationEntry relation(int oid) {
    RelationEntry entry = relations.relation(oid);
    if (entry == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_TABLE,
          "could not open relation with OID %s",
          Integer.toUnsignedString(oid));
    }
    return entry;
  }

  void lock(int relation, LockMode mode) {
    analyzer().opener().lock(relation, mode.number());
  }

  void step() {
    editor.step();
  }

  /** Whether a schema is the session's own for temporary objects. */
  boolean isTemporary(int namespace) {
    return namespace != 0 && namespace == env.session().temporary().oid();
  }

  int creationNamespace(RelationName name) {
    return creationNamespace(name, false);
  }

  /** Where a new relation called so goes; checks the right to create it there. */
  int creationNamespace(RelationName name, boolean temporary) {
    if (name.catalog() != null && !name.catalog().equals(analyzer().database())) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "cross-database references are not implemented: \"%s\"",
              name)
          .withPosition(name.location() + 1);
    }
    if (name.schema() != null && name.schema().equals("pg_temp")
        || temporary && name.schema() == null) {
      return env.session().temporary().open(this);
    }
    int namespace =
        name.schema() == null ? analyzer().searchPath().creation() : namespace(name.schema());
    if (isTemporary(namespace)) {
      return namespace;
    }
    if (temporary) {
      throw SqlException.error(
          SqlState.INVALID_TABLE_DEFINITION,
          "cannot create temporary relation in non-temporary schema");
    }
    permissions.requireCreate(namespace);
    if (namespace == Catalog.PG_CATALOG || namespace == PG_TOAST) {
      throw SqlException.error(
              SqlState.INSUFFICIENT_PRIVILEGE,
              "permission denied to create \"%s.%s\"",
              catalog.namespaceName(namespace),
              name.name())
          .withDetail("System catalog modifications are currently disallowed.");
    }
    return namespace;
  }

  /** The schema of this name; throws 3F000 where there is none. */
  int namespace(String name) {
    int namespace =
        name.equals("pg_temp") ? analyzer().searchPath().temporary() : catalog.namespace(name);
    if (namespace == 0) {
      throw SqlException.error(SqlState.INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", name);
    }
    return namespace;
  }

  /** A file of this database that nobody has. */
  RelFileLocator locator(long fileNode) {
    return new RelFileLocator(RelFileLocator.DEFAULT_TABLESPACE, env.database(), fileNode);
  }

  /** The words for a relation of this kind. */
  static String kindWord(char kind) {
    return switch (kind) {
      case 'i', 'I' -> "index";
      case 'S' -> "sequence";
      case 'v' -> "view";
      case 'm' -> "materialized view";
      case 'f' -> "foreign table";
      case 'c' -> "type";
      default -> "table";
    };
  }

  /** Refuses to touch a system catalog. */
  void requireUserRelation(RelationEntry relation) {
    if (Integer.compareUnsigned(relation.oid(), 16384) < 0) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "permission denied: \"%s\" is a system catalog",
          relation.name());
    }
  }

  /** 0A000 for a part of a statement that is not there yet. */
  static void refuse(boolean present, String feature) {
    if (present) {
      throw SqlException.notSupported(feature);
    }
  }

  /** 25001 inside a transaction block, for commands that end transactions of their own. */
  void requireOutsideBlock(String command) {
    if (env.session().inTransactionBlock()) {
      throw SqlException.error(
          SqlState.ACTIVE_SQL_TRANSACTION, "%s cannot run inside a transaction block", command);
    }
  }
}
