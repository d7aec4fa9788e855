package org.postern.executor.sql.ast;

/**
 * Any node of the raw parse tree.
 *
 * <p>Equality is structural and includes the locations.
 */
public interface Node {
  /** The 0-based index, in Java chars, of the node's first character in the query text; or -1. */
  int location();
}
