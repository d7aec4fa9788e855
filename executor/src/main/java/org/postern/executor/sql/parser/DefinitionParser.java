package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class DefinitionParser extends GrammarPart {
  DefinitionParser(Grammar grammar) {
    super(grammar);
  }
}
