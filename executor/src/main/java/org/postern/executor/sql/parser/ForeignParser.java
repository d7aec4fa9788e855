package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.Statement;

/** Placeholder grammar. */
final class ForeignParser extends GrammarPart {
  ForeignParser(Grammar grammar) {
    super(grammar);
  }

  Statement importSchema() {
    throw syntaxError();
  }
}
