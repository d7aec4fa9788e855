package org.postern.executor.sql.ast;

/** What becomes of a temporary table at commit. */
public enum OnCommit {
  DEFAULT,
  PRESERVE_ROWS,
  DELETE_ROWS,
  DROP
}
