package org.postern.executor.analyze;

import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.RelationName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Resolves relation names along the search path, locking what it finds. */
public final class RelationNames {
  private final AnalyzerEnvironment env;

  public RelationNames(AnalyzerEnvironment env) {
    this.env = env;
  }

  /** The schema of this name, or 0; {@code pg_temp} is the session's own. */
  public int namespace(String schema) {
    return schema.equals("pg_temp")
        ? env.searchPath().temporary()
        : env.catalog().namespace(schema);
  }

  /** The relation, not locked, or null. A schema that does not exist gives null too. */
  public RelationEntry find(String schema, String name) {
    int oid = 0;
    if (schema != null) {
      int namespace = namespace(schema);
      oid = namespace == 0 ? 0 : env.relations().relationByName(namespace, name);
    } else {
      for (int namespace : env.searchPath().effective()) {
        oid = env.relations().relationByName(namespace, name);
        if (oid != 0) {
          break;
        }
      }
    }
    return oid == 0 ? null : env.relations().relation(oid);
  }

  /**
   * Finds and locks. A name may come to mean another relation while the lock is awaited, so the
   * look-up is repeated until it gives the one that was locked.
   */
  public RelationEntry open(RelationName name, int lockMode) {
    RelationEntry relation = openOrNull(name, lockMode);
    if (relation == null) {
      if (name.schema() != null && env.catalog().namespace(name.schema()) == 0) {
        throw missing(name, name.schema() + "." + name.name());
      }
      throw missing(name, name.schema() == null ? name.name() : name.schema() + "." + name.name());
    }
    return relation;
  }

  /** As {@link #open}, but null where there is none. */
  public RelationEntry openOrNull(RelationName name, int lockMode) {
    if (name.catalog() != null && !name.catalog().equals(env.database())) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "cross-database references are not implemented: \"%s.%s.%s\"",
              name.catalog(),
              name.schema(),
              name.name())
          .withPosition(name.location() + 1);
    }
    while (true) {
      if (name.schema() != null) {
        int namespace = namespace(name.schema());
        if (namespace != 0) {
          env.schemas().require(namespace, name.location());
        }
      }
      RelationEntry relation = find(name.schema(), name.name());
      if (relation == null) {
        return null;
      }
      env.opener().lock(relation.oid(), lockMode);
      RelationEntry again = find(name.schema(), name.name());
      if (again != null && again.oid() == relation.oid()) {
        return again;
      }
    }
  }

  private static SqlException missing(RelationName name, String shown) {
    return SqlException.error(SqlState.UNDEFINED_TABLE, "relation \"%s\" does not exist", shown)
        .withPosition(name.location() + 1);
  }
}
