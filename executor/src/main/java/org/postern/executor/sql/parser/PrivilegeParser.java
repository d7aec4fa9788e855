package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.Statement;

/** Placeholder grammar. */
final class PrivilegeParser extends GrammarPart {
  PrivilegeParser(Grammar grammar) {
    super(grammar);
  }

  Statement grant() {
    throw syntaxError();
  }

  Statement revoke() {
    throw syntaxError();
  }
}
