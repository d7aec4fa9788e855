package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.Statement;

/** Placeholder grammar. */
final class AlterParser extends GrammarPart {
  AlterParser(Grammar grammar) {
    super(grammar);
  }

  Statement alter() {
    throw syntaxError();
  }
}
