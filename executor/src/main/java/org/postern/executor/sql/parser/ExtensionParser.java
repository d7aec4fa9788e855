package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class ExtensionParser extends GrammarPart {
  ExtensionParser(Grammar grammar) {
    super(grammar);
  }
}
