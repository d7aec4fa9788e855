package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class SequenceParser extends GrammarPart {
  SequenceParser(Grammar grammar) {
    super(grammar);
  }
}
