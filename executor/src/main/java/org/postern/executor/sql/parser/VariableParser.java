package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.Conversion;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TypeName;
import org.postern.executor.sql.ast.VariableStatement;
import org.postern.executor.sql.ast.VariableStatement.SetVariable;
import org.postern.storage.error.SqlState;

/**
 * SET, RESET and SHOW, also as parts of ALTER and CREATE FUNCTION.
 *
 * <p>Source: PostgreSQL documentation, reference pages SET, RESET, SHOW and SET TRANSACTION.
 */
final class VariableParser extends GrammarPart {
  VariableParser(Grammar grammar) {
    super(grammar);
  }

  Statement set() {
    int location = location();
    next();
    if (at(Keyword.CONSTRAINTS) && !atAssignment(1)) {
      return grammar.transactions().setConstraints(location);
    }
    boolean local = at(Keyword.LOCAL) && !atAssignment(1);
    boolean session = at(Keyword.SESSION) && !atAssignment(1) && !atSessionAuthorization();
    if (local || session) {
      next();
    }
    return setRest(local, session, location);
  }

  /** After a variable's name: an equals sign, TO, FROM, or a dot within the name. */
  private boolean atAssignment(int ahead) {
    Token token = tokens.peek(ahead);
    return token.type() == '='
        || token.type() == '.'
        || token.keyword() == Keyword.TO
        || token.keyword() == Keyword.FROM;
  }

  private boolean atSessionAuthorization() {
    return at(Keyword.SESSION, Keyword.AUTHORIZATION);
  }

  /** SET inside another statement: after the word SET. */
  VariableStatement setClause(int location) {
    return setRest(false, false, location);
  }

  private VariableStatement setRest(boolean local, boolean session, int location) {
    if (at(Keyword.TRANSACTION) && !atAssignment(1)) {
      next();
      if (accept(Keyword.SNAPSHOT)) {
        return new VariableStatement.SetTransactionSnapshot(local, string(), location);
      }
      return new VariableStatement.SetTransaction(
          local, false, grammar.transactions().modes(), location);
    }
    if (at(Keyword.SESSION, Keyword.CHARACTERISTICS)) {
      next();
      return characteristics(local, location);
    }
    if (session && at(Keyword.CHARACTERISTICS) && !atAssignment(1)) {
      return characteristics(local, location);
    }
    return setMore(local, location);
  }

  private VariableStatement characteristics(boolean local, int location) {
    next();
    expect(Keyword.AS);
    expect(Keyword.TRANSACTION);
    return new VariableStatement.SetTransaction(
        local, true, grammar.transactions().modes(), location);
  }

  private VariableStatement setMore(boolean local, int location) {
    Keyword keyword = tokens.current().keyword();
    if (keyword != null && !atAssignment(1)) {
      switch (keyword) {
        case TIME -> {
          next();
          expect(Keyword.ZONE);
          return zone(local, location);
        }
        case CATALOG -> {
          next();
          int at = location();
          string();
          throw notImplemented("current database cannot be changed", at);
        }
        case SCHEMA -> {
          next();
          return variable(local, "search_path", text(), location);
        }
        case NAMES -> {
          next();
          return names(local, location);
        }
        case ROLE -> {
          next();
          Expression role = word(nonReservedWordOrStringToken());
          return variable(local, "role", role, location);
        }
        case SESSION -> {
          next();
          expect(Keyword.AUTHORIZATION);
          if (accept(Keyword.DEFAULT)) {
            return new SetVariable(local, "session_authorization", List.of(), location);
          }
          Expression role = word(nonReservedWordOrStringToken());
          return variable(local, "session_authorization", role, location);
        }
        case XML -> {
          next();
          expect(Keyword.OPTION);
          if (!at(Keyword.DOCUMENT) && !at(Keyword.CONTENT)) {
            throw syntaxError();
          }
          Token option = next();
          Expression value =
              new Literal.StringLiteral(
                  option.text().toUpperCase(java.util.Locale.ROOT), option.start());
          return variable(local, "xmloption", value, location);
        }
        default -> {}
      }
    }
    String name = variableName();
    if (accept(Keyword.FROM)) {
      expect(Keyword.CURRENT);
      return new VariableStatement.SetFromCurrent(local, name, location);
    }
    if (!accept('=')) {
      expect(Keyword.TO);
    }
    if (accept(Keyword.DEFAULT)) {
      return new SetVariable(local, name, List.of(), location);
    }
    return new SetVariable(local, name, commaList(this::value), location);
  }

  private static VariableStatement variable(
      boolean local, String name, Expression value, int location) {
    return new SetVariable(local, name, List.of(value), location);
  }

  private Token nonReservedWordOrStringToken() {
    if (!at(Token.STRING) && !atNonReservedWord()) {
      throw syntaxError();
    }
    return next();
  }

  private static Expression word(Token token) {
    return new Literal.StringLiteral(token.text(), token.start());
  }

  private Expression text() {
    return word(expect(Token.STRING));
  }

  private VariableStatement names(boolean local, int location) {
    if (at(Token.STRING)) {
      return variable(local, "client_encoding", text(), location);
    }
    accept(Keyword.DEFAULT);
    return new SetVariable(local, "client_encoding", List.of(), location);
  }

  private VariableStatement zone(boolean local, int location) {
    if (accept(Keyword.DEFAULT) || accept(Keyword.LOCAL)) {
      return new SetVariable(local, "timezone", List.of(), location);
    }
    return variable(local, "timezone", zoneValue(), location);
  }

  private Expression zoneValue() {
    Token token = tokens.current();
    int location = token.start();
    if (token.type() == Token.STRING || token.type() == Token.IDENTIFIER) {
      next();
      return word(token);
    }
    if (accept(Keyword.INTERVAL)) {
      boolean precision = accept('(');
      List<Expression> modifiers = List.of();
      if (precision) {
        modifiers = grammar.types().intervalPrecision();
      }
      Expression text = text();
      int fieldsLocation = location();
      if (!precision) {
        modifiers = grammar.types().intervalFields();
        checkZoneFields(modifiers, fieldsLocation);
      }
      return new Conversion.Cast(text, TypeName.system("interval", modifiers, location), location);
    }
    return number();
  }

  private void checkZoneFields(List<Expression> modifiers, int location) {
    int allowed =
        org.postern.executor.sql.ast.IntervalFields.HOUR
            | org.postern.executor.sql.ast.IntervalFields.MINUTE;
    if (!modifiers.isEmpty()
        && modifiers.getFirst() instanceof Literal.IntegerLiteral mask
        && (mask.value() & ~allowed) != 0) {
      throw tokens.error(
          SqlState.SYNTAX_ERROR, "time zone interval must be HOUR or HOUR TO MINUTE", location);
    }
  }

  private Expression number() {
    int location = location();
    return switch (grammar.options().number()) {
      case OptionValue.Int i -> new Literal.IntegerLiteral(i.value(), location);
      case OptionValue.Decimal d -> new Literal.NumericLiteral(d.text(), location);
      case OptionValue other -> throw new AssertionError("not a number: value=" + other);
    };
  }

  /** One value: a number, or a word or string. */
  private Expression value() {
    int location = location();
    if (grammar.options().atNumber()) {
      return number();
    }
    return new Literal.StringLiteral(grammar.options().booleanOrString(), location);
  }

  /** A parameter's name, with dots for those of extensions. */
  String variableName() {
    String name = colId();
    while (accept('.')) {
      name = name + "." + colId();
    }
    return name;
  }

  Statement reset() {
    return resetClause();
  }

  /** RESET, alone or inside another statement; at the word RESET. */
  VariableStatement resetClause() {
    int location = location();
    next();
    if (accept(Keyword.ALL)) {
      return new VariableStatement.ResetAll(location);
    }
    if (accept(Keyword.TIME, Keyword.ZONE)) {
      return new VariableStatement.Reset("timezone", location);
    }
    if (accept(Keyword.TRANSACTION, Keyword.ISOLATION)) {
      expect(Keyword.LEVEL);
      return new VariableStatement.Reset("transaction_isolation", location);
    }
    if (accept(Keyword.SESSION, Keyword.AUTHORIZATION)) {
      return new VariableStatement.Reset("session_authorization", location);
    }
    return new VariableStatement.Reset(variableName(), location);
  }

  boolean atSetOrReset() {
    return at(Keyword.SET) || at(Keyword.RESET);
  }

  /** SET or RESET inside another statement. */
  VariableStatement setOrReset() {
    int location = location();
    if (at(Keyword.RESET)) {
      return resetClause();
    }
    expect(Keyword.SET);
    return setClause(location);
  }

  Statement show() {
    int location = location();
    next();
    if (accept(Keyword.ALL)) {
      return new VariableStatement.ShowAll(location);
    }
    if (accept(Keyword.TIME, Keyword.ZONE)) {
      return new VariableStatement.Show("timezone", location);
    }
    if (accept(Keyword.TRANSACTION, Keyword.ISOLATION)) {
      expect(Keyword.LEVEL);
      return new VariableStatement.Show("transaction_isolation", location);
    }
    if (accept(Keyword.SESSION, Keyword.AUTHORIZATION)) {
      return new VariableStatement.Show("session_authorization", location);
    }
    return new VariableStatement.Show(variableName(), location);
  }
}
