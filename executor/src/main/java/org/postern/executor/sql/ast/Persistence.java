package org.postern.executor.sql.ast;

/** How long a relation's contents live. */
public enum Persistence {
  PERMANENT,
  UNLOGGED,
  TEMPORARY
}
