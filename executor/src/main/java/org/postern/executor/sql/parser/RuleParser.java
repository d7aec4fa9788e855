package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class RuleParser extends GrammarPart {
  RuleParser(Grammar grammar) {
    super(grammar);
  }
}
