package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.GenericStatement;
import org.postern.executor.sql.ast.Node;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.TypeName;

/** Collects the parts of a {@link GenericStatement}. */
final class Details {
  private final int location;
  private final List<Option> options = new ArrayList<>();

  Details(int location) {
    this.location = location;
  }

  Details text(String name, String value) {
    return add(name, value == null ? null : new OptionValue.Text(value));
  }

  Details flag(String name, boolean value) {
    return add(name, new OptionValue.Flag(value));
  }

  Details name(String name, QualifiedName value) {
    return add(name, value == null ? null : new OptionValue.Name(value));
  }

  Details type(String name, TypeName value) {
    return add(name, new OptionValue.Type(value));
  }

  Details tree(String name, Node value) {
    return add(name, value == null ? null : new OptionValue.Tree(value));
  }

  Details texts(String name, List<String> values) {
    List<OptionValue> many = new ArrayList<>();
    for (String value : values) {
      many.add(new OptionValue.Text(value));
    }
    return add(name, new OptionValue.Many(many));
  }

  Details trees(String name, List<? extends Node> values) {
    List<OptionValue> many = new ArrayList<>();
    for (Node value : values) {
      many.add(new OptionValue.Tree(value));
    }
    return add(name, new OptionValue.Many(many));
  }

  Details add(String name, OptionValue value) {
    options.add(new Option(name, value, location));
    return this;
  }

  Details addAll(List<Option> more) {
    options.addAll(more);
    return this;
  }

  GenericStatement statement(String command, String name, int nameLocation) {
    return statement(command, name == null ? null : QualifiedName.of(name, nameLocation));
  }

  GenericStatement statement(String command, QualifiedName name) {
    return new GenericStatement(command, name, options, location);
  }
}
