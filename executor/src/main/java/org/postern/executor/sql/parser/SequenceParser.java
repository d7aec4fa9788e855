package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.sql.ast.SchemaStatement;
import org.postern.executor.sql.ast.SequenceStatement;
import org.postern.executor.sql.ast.Statement;

/** CREATE SEQUENCE and CREATE SCHEMA. */
final class SequenceParser extends GrammarPart {
  SequenceParser(Grammar grammar) {
    super(grammar);
  }

  /** At SEQUENCE. */
  Statement create(Persistence persistence, int location) {
    next();
    boolean ifNotExists = ifNotExists();
    RelationName relation = relationName();
    return new SequenceStatement.CreateSequence(
        relation, persistence, ifNotExists, grammar.options().sequenceOptions(), location);
  }

  /** At SCHEMA. */
  Statement createSchema(int location) {
    next();
    boolean ifNotExists = ifNotExists();
    String name = null;
    RoleSpec authorization = null;
    if (!at(Keyword.AUTHORIZATION)) {
      name = colId();
    }
    if (accept(Keyword.AUTHORIZATION)) {
      authorization = grammar.roles().roleSpec();
    }
    int elementsLocation = location();
    List<Statement> elements = new ArrayList<>();
    while (at(Keyword.CREATE) || at(Keyword.GRANT)) {
      elements.add(at(Keyword.GRANT) ? grammar.privileges().grant() : grammar.creates().create());
    }
    if (ifNotExists && !elements.isEmpty()) {
      throw notImplemented(
          "CREATE SCHEMA IF NOT EXISTS cannot include schema elements", elementsLocation);
    }
    return new SchemaStatement(name, authorization, ifNotExists, elements, location);
  }

  /** One of the few statements that CREATE SCHEMA may contain. */
  private Statement element() {
    if (at(Keyword.GRANT)) {
      return grammar.privileges().grant();
    }
    Keyword keyword = tokens.peek(1).keyword();
    boolean allowed =
        keyword != null
            && switch (keyword) {
              case TABLE, TEMP, TEMPORARY, LOCAL, GLOBAL, UNLOGGED, UNIQUE, INDEX -> true;
              case SEQUENCE, TRIGGER, CONSTRAINT, VIEW, RECURSIVE, OR -> true;
              default -> false;
            };
    if (!allowed) {
      next();
      throw syntaxError();
    }
    return grammar.creates().create();
  }
}
