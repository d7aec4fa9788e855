package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class DatabaseParser extends GrammarPart {
  DatabaseParser(Grammar grammar) {
    super(grammar);
  }
}
