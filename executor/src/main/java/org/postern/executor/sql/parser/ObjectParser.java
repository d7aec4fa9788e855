package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.Statement;

/** Placeholder grammar. */
final class ObjectParser extends GrammarPart {
  ObjectParser(Grammar grammar) {
    super(grammar);
  }

  Statement comment() {
    throw syntaxError();
  }

  Statement securityLabel() {
    throw syntaxError();
  }
}
