package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class OperatorClassParser extends GrammarPart {
  OperatorClassParser(Grammar grammar) {
    super(grammar);
  }
}
