package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.Statement;

/** Chooses the grammar of a CREATE statement. */
final class CreateParser extends GrammarPart {
  CreateParser(Grammar grammar) {
    super(grammar);
  }

  Statement explainable() {
    return create();
  }

  Statement create() {
    int location = location();
    next();
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    return switch (keyword) {
      case TABLE -> grammar.tables().create(Persistence.PERMANENT, location);
      case UNIQUE, INDEX -> grammar.indexes().create(location);
      default -> throw syntaxError();
    };
  }
}
