package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.Statement;

/** Placeholder grammar. */
final class RoleParser extends GrammarPart {
  RoleParser(Grammar grammar) {
    super(grammar);
  }

  Statement reassignOwned() {
    throw syntaxError();
  }
}
