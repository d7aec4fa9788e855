package org.postern.executor.sql.parser;

/** Receives what the lexer tells the client without failing. */
public interface ParserNotices {
  /** Drops everything. */
  ParserNotices SILENT = (identifier, truncated) -> {};

  /** A NOTICE 42622: identifier "x" will be truncated to "y". */
  void identifierTruncated(String identifier, String truncated);
}
