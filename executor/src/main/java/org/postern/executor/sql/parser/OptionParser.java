package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;

/** The several syntaxes in which statements take named options. */
final class OptionParser extends GrammarPart {
  OptionParser(Grammar grammar) {
    super(grammar);
  }

  /** {@code (name [= value], ...)}. */
  List<Option> definition() {
    return parenthesizedList(this::definitionElement);
  }

  Option definitionElement() {
    int location = location();
    String name = colLabel();
    return new Option(name, accept('=') ? value() : null, location);
  }

  /** {@code WITH (storage parameters)} or nothing. */
  List<Option> optionalRelationOptions() {
    return accept(Keyword.WITH) ? relationOptions() : List.of();
  }

  /** {@code ([namespace.]name [= value], ...)}. */
  List<Option> relationOptions() {
    return parenthesizedList(() -> {
      int location = location();
      String name = colLabel();
      String namespace = null;
      if (accept('.')) {
        namespace = name;
        name = colLabel();
      }
      OptionValue value = accept('=') ? value() : null;
      return new Option(namespace, name, value, Option.Action.NONE, location);
    });
  }

  /** {@code WITH definition} or nothing. */
  List<Option> optionalDefinition() {
    return accept(Keyword.WITH) ? definition() : List.of();
  }

  /** What may stand to the right of an equals sign. */
  OptionValue value() {
    Token token = tokens.current();
    switch (token.type()) {
      case Token.STRING -> {
        next();
        return new OptionValue.Text(token.text());
      }
      case Token.INTEGER, Token.NUMERIC -> {
        return number();
      }
      case '+', '-' -> {
        int after = tokens.peek(1).type();
        if (after == Token.INTEGER || after == Token.NUMERIC) {
          return number();
        }
        return new OptionValue.Name(grammar.expressions().operatorName());
      }
      case Token.KEYWORD -> {
        if (token.keyword().category() == Keyword.Category.RESERVED
            || token.keyword() == Keyword.NONE) {
          next();
          return new OptionValue.Text(token.text());
        }
        if (at(Keyword.OPERATOR, '(')) {
          return new OptionValue.Name(grammar.expressions().operatorName());
        }
        return new OptionValue.Type(grammar.types().functionType());
      }
      case Token.IDENTIFIER -> {
        return new OptionValue.Type(grammar.types().functionType());
      }
      default -> {
        QualifiedName operator = grammar.expressions().operatorName();
        return new OptionValue.Name(operator);
      }
    }
  }

  boolean atNumber() {
    return at(Token.INTEGER) || at(Token.NUMERIC) || at('+') || at('-');
  }

  /** A number with an optional sign. */
  OptionValue number() {
    boolean negative = at('-');
    if (negative || at('+')) {
      next();
    }
    Token token = tokens.current();
    if (token.type() == Token.INTEGER) {
      next();
      return new OptionValue.Int(negative ? -token.intValue() : token.intValue());
    }
    if (token.type() != Token.NUMERIC) {
      throw syntaxError();
    }
    next();
    return new OptionValue.Decimal(negative ? "-" + token.text() : token.text());
  }

  boolean atBooleanOrString() {
    return at(Keyword.TRUE)
        || at(Keyword.FALSE)
        || at(Keyword.ON)
        || at(Token.STRING)
        || atNonReservedWord();
  }

  /** A word or string that may stand for a boolean. */
  String booleanOrString() {
    if (at(Keyword.TRUE) || at(Keyword.FALSE) || at(Keyword.ON)) {
      return next().text();
    }
    return nonReservedWordOrString();
  }

  /** {@code (name [value], ...)} of EXPLAIN, VACUUM and the like. */
  List<Option> utilityOptions() {
    return parenthesizedList(() -> {
      int location = location();
      String name;
      if (accept(Keyword.ANALYZE) || accept(Keyword.ANALYSE)) {
        name = "analyze";
      } else {
        name = nonReservedWord();
      }
      OptionValue value = null;
      if (atNumber()) {
        value = number();
      } else if (atBooleanOrString()) {
        value = new OptionValue.Text(booleanOrString());
      }
      return new Option(name, value, location);
    });
  }

  /** {@code OPTIONS (name 'value', ...)} or nothing. */
  List<Option> optionalForeignOptions() {
    if (!accept(Keyword.OPTIONS)) {
      return List.of();
    }
    return parenthesizedList(() -> foreignOption(Option.Action.NONE));
  }

  private Option foreignOption(Option.Action action) {
    int location = location();
    String name = colLabel();
    return new Option(null, name, new OptionValue.Text(string()), action, location);
  }

  /** {@code OPTIONS ([ADD | SET | DROP] name ['value'], ...)}. */
  List<Option> alteredForeignOptions() {
    expect(Keyword.OPTIONS);
    return parenthesizedList(() -> {
      boolean action = tokens.peek(1).type() != Token.STRING;
      if (action && accept(Keyword.DROP)) {
        int location = location();
        return new Option(null, colLabel(), null, Option.Action.DROP, location);
      }
      if (action && accept(Keyword.SET)) {
        return foreignOption(Option.Action.SET);
      }
      if (action && accept(Keyword.ADD)) {
        return foreignOption(Option.Action.ADD);
      }
      return foreignOption(Option.Action.NONE);
    });
  }

  /** The options of a sequence, none or more of them. */
  List<Option> sequenceOptions() {
    List<Option> options = new ArrayList<>();
    while (true) {
      Option option = sequenceOption();
      if (option == null) {
        return options;
      }
      options.add(option);
    }
  }

  /** One option of a sequence, or null. */
  Option sequenceOption() {
    int location = location();
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      return null;
    }
    switch (keyword) {
      case AS -> {
        next();
        return new Option("as", new OptionValue.Type(grammar.types().simple()), location);
      }
      case CACHE, MAXVALUE, MINVALUE -> {
        next();
        return new Option(keyword.word(), number(), location);
      }
      case LOGGED, UNLOGGED -> {
        next();
        return new Option(keyword.word(), null, location);
      }
      case CYCLE -> {
        next();
        return Option.flag("cycle", true, location);
      }
      case NO -> {
        next();
        if (accept(Keyword.CYCLE)) {
          return Option.flag("cycle", false, location);
        }
        if (!at(Keyword.MAXVALUE) && !at(Keyword.MINVALUE)) {
          throw syntaxError();
        }
        return new Option(next().text(), null, location);
      }
      case INCREMENT -> {
        next();
        accept(Keyword.BY);
        return new Option("increment", number(), location);
      }
      case OWNED -> {
        next();
        expect(Keyword.BY);
        return new Option("owned_by", new OptionValue.Name(anyName()), location);
      }
      case SEQUENCE -> {
        next();
        expect(Keyword.NAME);
        return new Option("sequence_name", new OptionValue.Name(anyName()), location);
      }
      case START -> {
        next();
        accept(Keyword.WITH);
        return new Option("start", number(), location);
      }
      case RESTART -> {
        next();
        boolean with = accept(Keyword.WITH);
        return new Option("restart", with || atNumber() ? number() : null, location);
      }
      default -> {
        return null;
      }
    }
  }
}
