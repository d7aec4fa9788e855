package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TableStatement;
import org.postern.executor.sql.ast.ViewStatement;

/** Chooses the grammar of a CREATE statement. */
final class CreateParser extends GrammarPart {
  CreateParser(Grammar grammar) {
    super(grammar);
  }

  Statement create() {
    int location = location();
    next();
    if (at(Keyword.OR)) {
      next();
      expect(Keyword.REPLACE);
      return replaceable(location);
    }
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    return switch (keyword) {
      case TABLE -> grammar.tables().create(Persistence.PERMANENT, location);
      case TEMP, TEMPORARY, LOCAL, GLOBAL, UNLOGGED -> persistent(false, location);
      case UNIQUE, INDEX -> grammar.indexes().create(location);
      case SEQUENCE -> grammar.sequences().create(Persistence.PERMANENT, location);
      case MATERIALIZED -> grammar.views().createMaterialized(Persistence.PERMANENT, location);
      case SCHEMA -> grammar.sequences().createSchema(location);
      case DATABASE -> grammar.databases().create(location);
      case TABLESPACE -> grammar.databases().createTablespace(location);
      case ROLE, GROUP -> grammar.roles().create(location);
      case USER ->
          grammar.foreign().atUserMapping()
              ? grammar.foreign().createUserMapping(location)
              : grammar.roles().create(location);
      case TYPE -> grammar.typeDefinitions().create(location);
      case DOMAIN -> grammar.typeDefinitions().createDomain(location);
      case OPERATOR -> operator(location);
      case CAST -> grammar.operatorClasses().createCast(location);
      case COLLATION -> grammar.definitions().createCollation(location);
      case DEFAULT, CONVERSION -> grammar.definitions().createConversion(location);
      case TEXT -> grammar.textSearch().create(location);
      case EVENT -> grammar.triggers().createEvent(location);
      case POLICY -> grammar.rules().createPolicy(location);
      case PUBLICATION -> grammar.publications().create(location);
      case SUBSCRIPTION -> grammar.publications().createSubscription(location);
      case EXTENSION -> grammar.extensions().create(location);
      case FOREIGN -> {
        next();
        yield at(Keyword.TABLE)
            ? grammar.tables().createForeign(location)
            : grammar.foreign().createWrapper(location);
      }
      case SERVER -> grammar.foreign().createServer(location);
      case STATISTICS -> grammar.extensions().createStatistics(location);
      case ACCESS -> grammar.extensions().createAccessMethod(location);
      case ASSERTION -> throw assertion(location);
      default -> replaceableOrNot(false, location);
    };
  }

  private Statement replaceable(int location) {
    Keyword keyword = tokens.current().keyword();
    if (keyword == Keyword.TEMP
        || keyword == Keyword.TEMPORARY
        || keyword == Keyword.LOCAL
        || keyword == Keyword.GLOBAL
        || keyword == Keyword.UNLOGGED) {
      return persistent(true, location);
    }
    return replaceableOrNot(true, location);
  }

  /** What may be created with or without OR REPLACE. */
  private Statement replaceableOrNot(boolean replace, int location) {
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    return switch (keyword) {
      case VIEW, RECURSIVE -> grammar.views().create(replace, Persistence.PERMANENT, location);
      case FUNCTION, PROCEDURE -> grammar.routines().create(replace, location);
      case AGGREGATE -> grammar.definitions().createAggregate(replace, location);
      case TRIGGER, CONSTRAINT -> grammar.triggers().create(replace, location);
      case RULE -> grammar.rules().create(replace, location);
      case TRUSTED, PROCEDURAL, LANGUAGE -> grammar.extensions().createLanguage(replace, location);
      case TRANSFORM -> grammar.extensions().createTransform(replace, location);
      default -> throw syntaxError();
    };
  }

  private Statement persistent(boolean replace, int location) {
    Persistence persistence = Persistence.TEMPORARY;
    if (accept(Keyword.UNLOGGED)) {
      persistence = Persistence.UNLOGGED;
    } else {
      if (!accept(Keyword.LOCAL)) {
        accept(Keyword.GLOBAL);
      }
      if (!accept(Keyword.TEMP)) {
        expect(Keyword.TEMPORARY);
      }
    }
    if (at(Keyword.VIEW) || at(Keyword.RECURSIVE)) {
      return grammar.views().create(replace, persistence, location);
    }
    if (replace) {
      throw syntaxError();
    }
    if (at(Keyword.TABLE)) {
      return grammar.tables().create(persistence, location);
    }
    if (at(Keyword.SEQUENCE)) {
      return grammar.sequences().create(persistence, location);
    }
    if (persistence == Persistence.UNLOGGED && at(Keyword.MATERIALIZED)) {
      return grammar.views().createMaterialized(persistence, location);
    }
    throw syntaxError();
  }

  private Statement operator(int location) {
    next();
    if (at(Keyword.CLASS) && tokens.peek(1).type() != '.') {
      return grammar.operatorClasses().createClass(location);
    }
    if (at(Keyword.FAMILY) && tokens.peek(1).type() != '.') {
      return grammar.operatorClasses().createFamily(location);
    }
    return grammar.definitions().createOperator(location);
  }

  private RuntimeException assertion(int location) {
    next();
    anyName();
    expect(Keyword.CHECK);
    expect('(');
    grammar.expressions().parse();
    expect(')');
    grammar.constraints().attributes("CHECK", true, true, true);
    return notImplemented("CREATE ASSERTION is not yet implemented", -1);
  }

  /** The statements that EXPLAIN accepts after CREATE. */
  Statement explainable() {
    Keyword keyword = tokens.peek(1).keyword();
    boolean allowed =
        keyword != null
            && switch (keyword) {
              case TABLE, TEMP, TEMPORARY, LOCAL, GLOBAL, UNLOGGED, MATERIALIZED -> true;
              default -> false;
            };
    if (!allowed) {
      next();
      throw syntaxError();
    }
    Statement statement = create();
    if (statement instanceof TableStatement.CreateTableAs
        || statement instanceof ViewStatement.CreateMaterializedView) {
      return statement;
    }
    throw syntaxError();
  }
}
