package org.postern.executor.analyze;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.Relations;
import org.postern.executor.types.TypeContext;

/** What the analyzer works with: catalogs, search path, and the settings literals depend on. */
public record AnalyzerEnvironment(
    Catalog catalog,
    Relations relations,
    SearchPath searchPath,
    TypeContext types,
    TableOpener opener,
    SchemaAccess schemas,
    String database) {

  /** Refuses schemas that the current role may not look into. */
  @FunctionalInterface
  public interface SchemaAccess {
    /** Throws 42501 without USAGE on the schema. */
    void require(int namespace, int location);
  }

  /**
   * As for a stored definition: its names are found without a search path and were checked when it
   * was made.
   */
  public AnalyzerEnvironment ofStored() {
    return new AnalyzerEnvironment(
        catalog,
        relations,
        SearchPath.systemOnly(),
        types,
        opener,
        (namespace, location) -> {},
        database);
  }

  /** Locks a relation before it is looked at; the lock is kept to the end of the transaction. */
  @FunctionalInterface
  public interface TableOpener {
    /** {@code mode}: 1 ACCESS SHARE to 8 ACCESS EXCLUSIVE. */
    void lock(int relation, int mode);
  }
}
