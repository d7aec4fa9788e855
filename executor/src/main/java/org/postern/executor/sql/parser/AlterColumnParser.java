package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.AlterTableAction;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.TypeName;
import org.postern.storage.error.SqlState;

/** The subcommands {@code ALTER COLUMN} of ALTER TABLE. */
final class AlterColumnParser extends GrammarPart {
  AlterColumnParser(Grammar grammar) {
    super(grammar);
  }

  /** After ALTER. */
  AlterTableAction alter(int location) {
    accept(Keyword.COLUMN);
    if (at(Token.INTEGER)) {
      int numberLocation = location();
      int number = unsignedInt();
      expect(Keyword.SET);
      expect(Keyword.STATISTICS);
      int target = signedInt();
      if (number < 1 || number > Short.MAX_VALUE) {
        throw tokens.error(
            SqlState.INVALID_PARAMETER_VALUE,
            "column number must be in range from 1 to 32767",
            numberLocation);
      }
      return new AlterTableAction.ColumnStatistics(null, number, target, location);
    }
    String column = colId();
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    switch (keyword) {
      case SET -> {
        return set(column, location);
      }
      case DROP -> {
        next();
        return drop(column, location);
      }
      case RESET -> {
        next();
        return new AlterTableAction.ColumnOptions(
            column, true, grammar.options().relationOptions(), location);
      }
      case ADD -> {
        next();
        return addIdentity(column, location);
      }
      case RESTART -> {
        return alterIdentity(column, location);
      }
      case TYPE -> {
        next();
        return type(column, location);
      }
      case OPTIONS -> {
        return new AlterTableAction.ForeignOptions(
            column, grammar.options().alteredForeignOptions(), location);
      }
      default -> throw syntaxError();
    }
  }

  private AlterTableAction set(String column, int location) {
    Token after = tokens.peek(1);
    if (after.type() == '(') {
      next();
      return new AlterTableAction.ColumnOptions(
          column, false, grammar.options().relationOptions(), location);
    }
    if (after.keyword() == null) {
      next();
      throw syntaxError();
    }
    switch (after.keyword()) {
      case DEFAULT -> {
        step();
        return new AlterTableAction.ColumnDefault(column, grammar.expressions().parse(), location);
      }
      case NOT -> {
        step();
        expect(Keyword.NULL);
        return new AlterTableAction.ColumnNotNull(column, true, location);
      }
      case STATISTICS -> {
        step();
        return new AlterTableAction.ColumnStatistics(column, 0, signedInt(), location);
      }
      case STORAGE -> {
        step();
        return new AlterTableAction.ColumnStorage(column, colId(), location);
      }
      case COMPRESSION -> {
        step();
        return new AlterTableAction.ColumnCompression(
            column, grammar.columns().compressionMethod(), location);
      }
      case DATA -> {
        step();
        expect(Keyword.TYPE);
        return type(column, location);
      }
      default -> {
        return alterIdentity(column, location);
      }
    }
  }

  private void step() {
    next();
    next();
  }

  private AlterTableAction drop(String column, int location) {
    if (accept(Keyword.DEFAULT)) {
      return new AlterTableAction.ColumnDefault(column, null, location);
    }
    if (accept(Keyword.NOT)) {
      expect(Keyword.NULL);
      return new AlterTableAction.ColumnNotNull(column, false, location);
    }
    if (accept(Keyword.EXPRESSION)) {
      return new AlterTableAction.DropExpression(column, optionalIfExists(), location);
    }
    expect(Keyword.IDENTITY);
    return new AlterTableAction.DropIdentity(column, optionalIfExists(), location);
  }

  private boolean optionalIfExists() {
    if (!accept(Keyword.IF)) {
      return false;
    }
    expect(Keyword.EXISTS);
    return true;
  }

  private AlterTableAction addIdentity(String column, int location) {
    int identityLocation = location();
    expect(Keyword.GENERATED);
    boolean always = grammar.columns().generatedAlways();
    expect(Keyword.AS);
    expect(Keyword.IDENTITY);
    Constraint.Identity identity =
        new Constraint.Identity(
            null, always, grammar.columns().identityOptions(), identityLocation);
    return new AlterTableAction.AddIdentity(column, identity, location);
  }

  private AlterTableAction alterIdentity(String column, int location) {
    List<Option> options = new ArrayList<>();
    while (at(Keyword.SET) || at(Keyword.RESTART)) {
      int optionLocation = location();
      if (at(Keyword.RESTART)) {
        options.add(grammar.options().sequenceOption());
        continue;
      }
      next();
      if (accept(Keyword.GENERATED)) {
        String when = grammar.columns().generatedAlways() ? "a" : "d";
        options.add(Option.text("generated", when, optionLocation));
        continue;
      }
      Option option = grammar.options().sequenceOption();
      if (option == null) {
        throw syntaxError();
      }
      if (option.name().equals("as")
          || option.name().equals("restart")
          || option.name().equals("owned_by")) {
        throw error("sequence option \"" + option.name() + "\" not supported here", optionLocation);
      }
      options.add(option);
    }
    return new AlterTableAction.AlterIdentity(column, options, location);
  }

  private AlterTableAction type(String column, int location) {
    TypeName type = grammar.types().parse();
    QualifiedName collation = accept(Keyword.COLLATE) ? anyName() : null;
    Expression using = accept(Keyword.USING) ? grammar.expressions().parse() : null;
    return new AlterTableAction.AlterColumnType(column, type, collation, using, false, location);
  }
}
