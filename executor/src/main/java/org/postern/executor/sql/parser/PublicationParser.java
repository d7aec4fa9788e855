package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class PublicationParser extends GrammarPart {
  PublicationParser(Grammar grammar) {
    super(grammar);
  }
}
