package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.Statement;
import org.postern.storage.error.SqlState;

/**
 * COPY in all its syntaxes.
 *
 * <p>Source: PostgreSQL documentation, reference page COPY.
 */
final class CopyParser extends GrammarPart {
  CopyParser(Grammar grammar) {
    super(grammar);
  }

  Statement copy() {
    int location = location();
    next();
    List<Option> options = new ArrayList<>();
    if (at('(')) {
      next();
      Statement query = grammar.modifies().preparable();
      expect(')');
      expect(Keyword.TO);
      Target target = target();
      options.addAll(options());
      return new CopyStatement(
          null, List.of(), query, false, target.program, target.file, options, null, location);
    }
    if (at(Keyword.BINARY) && tokens.peek(1).keyword() != Keyword.FROM) {
      options.add(Option.text("format", "binary", next().start()));
    }
    RelationName relation = relationName();
    List<String> columns = optionalNames();
    boolean from = accept(Keyword.FROM);
    if (!from) {
      expect(Keyword.TO);
    }
    Target target = target();
    delimiters(options);
    options.addAll(options());
    Expression where = null;
    if (at(Keyword.WHERE)) {
      int whereLocation = location();
      where = grammar.selects().where();
      if (!from) {
        throw error("WHERE clause not allowed with COPY TO", whereLocation);
      }
    }
    return new CopyStatement(
        relation, columns, null, from, target.program, target.file, options, where, location);
  }

  private record Target(boolean program, String file) {}

  private Target target() {
    boolean program = accept(Keyword.PROGRAM);
    if (at(Token.STRING)) {
      return new Target(program, string());
    }
    if (!accept(Keyword.STDIN)) {
      expect(Keyword.STDOUT);
    }
    if (program) {
      throw tokens.error(SqlState.SYNTAX_ERROR, "STDIN/STDOUT not allowed with PROGRAM", -1);
    }
    return new Target(false, null);
  }

  /** {@code [USING] DELIMITERS 'x'} of very old releases. */
  private void delimiters(List<Option> options) {
    int location = location();
    if (accept(Keyword.USING)) {
      expect(Keyword.DELIMITERS);
    } else if (!accept(Keyword.DELIMITERS)) {
      return;
    }
    options.add(Option.text("delimiter", string(), location));
  }

  private List<Option> options() {
    accept(Keyword.WITH);
    if (at('(')) {
      return parenthesizedList(this::genericOption);
    }
    List<Option> options = new ArrayList<>();
    while (true) {
      Option option = oldOption();
      if (option == null) {
        return options;
      }
      options.add(option);
    }
  }

  private Option genericOption() {
    int location = location();
    String name = colLabel();
    OptionValue value = null;
    if (grammar.options().atNumber()) {
      value = grammar.options().number();
    } else if (accept('*')) {
      value = new OptionValue.Star();
    } else if (at('(')) {
      value = new OptionValue.Many(parenthesizedList(this::listItem));
    } else if (grammar.options().atBooleanOrString()) {
      value = new OptionValue.Text(grammar.options().booleanOrString());
    }
    return new Option(name, value, location);
  }

  private OptionValue listItem() {
    return new OptionValue.Text(grammar.options().booleanOrString());
  }

  /** An option in the order-free list of release 8, by its newer name; null at the end. */
  private Option oldOption() {
    int location = location();
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      return null;
    }
    switch (keyword) {
      case BINARY -> {
        next();
        return Option.text("format", "binary", location);
      }
      case CSV -> {
        next();
        return Option.text("format", "csv", location);
      }
      case FREEZE -> {
        next();
        return Option.flag("freeze", true, location);
      }
      case HEADER -> {
        next();
        return Option.flag("header", true, location);
      }
      case DELIMITER, NULL, QUOTE, ESCAPE -> {
        next();
        accept(Keyword.AS);
        return Option.text(keyword.word(), string(), location);
      }
      case ENCODING -> {
        next();
        return Option.text("encoding", string(), location);
      }
      case FORCE -> {
        next();
        return force(location);
      }
      default -> {
        return null;
      }
    }
  }

  private Option force(int location) {
    if (accept(Keyword.QUOTE)) {
      return new Option("force_quote", accept('*') ? new OptionValue.Star() : columns(), location);
    }
    boolean not = accept(Keyword.NOT);
    expect(Keyword.NULL);
    return new Option(not ? "force_not_null" : "force_null", columns(), location);
  }

  private OptionValue columns() {
    List<OptionValue> names = new ArrayList<>();
    for (String name : nameList()) {
      names.add(new OptionValue.Text(name));
    }
    return new OptionValue.Many(names);
  }
}
