package org.postern.executor.analyze;

import java.util.List;

/** The schemas looked through for unqualified names. */
public interface SearchPath {
  /** Oids of schemas in search order, the implicit ones included. */
  List<Integer> effective();

  /** Where new objects go; throws 3F000 when no schema has been selected. */
  int creation();
}
