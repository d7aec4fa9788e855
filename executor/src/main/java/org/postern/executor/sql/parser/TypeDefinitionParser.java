package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class TypeDefinitionParser extends GrammarPart {
  TypeDefinitionParser(Grammar grammar) {
    super(grammar);
  }
}
