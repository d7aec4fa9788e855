package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class AlterTableParser extends GrammarPart {
  AlterTableParser(Grammar grammar) {
    super(grammar);
  }
}
