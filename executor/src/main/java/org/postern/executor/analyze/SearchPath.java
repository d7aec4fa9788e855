package org.postern.executor.analyze;

import java.util.List;
import org.postern.executor.catalog.Catalog;

/** The schemas looked through for unqualified names. */
public interface SearchPath {
  /** Oids of schemas in search order, the implicit ones included. */
  List<Integer> effective();

  /** Where new objects go; throws 3F000 when no schema has been selected. */
  int creation();

  /** The session's schema for temporary objects, which {@code pg_temp} means; 0 for none. */
  default int temporary() {
    return 0;
  }

  /** The system's own schema alone: the path of stored definitions, whose names are qualified. */
  static SearchPath systemOnly() {
    return new SearchPath() {
      @Override
      public List<Integer> effective() {
        return List.of(Catalog.PG_CATALOG);
      }

      @Override
      public int creation() {
        throw new IllegalStateException("a stored definition creates nothing");
      }
    };
  }
}
