package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class TriggerParser extends GrammarPart {
  TriggerParser(Grammar grammar) {
    super(grammar);
  }
}
