package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.Statement;

/** Placeholder grammar. */
final class DropParser extends GrammarPart {
  DropParser(Grammar grammar) {
    super(grammar);
  }

  Statement drop() {
    throw syntaxError();
  }
}
