package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class TextSearchParser extends GrammarPart {
  TextSearchParser(Grammar grammar) {
    super(grammar);
  }
}
