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
    String database) {

  /** Locks a relation before it is looked at; the lock is kept to the end of the transaction. */
  @FunctionalInterface
  public interface TableOpener {
    /** {@code mode}: 1 ACCESS SHARE to 8 ACCESS EXCLUSIVE. */
    void lock(int relation, int mode);
  }
}
