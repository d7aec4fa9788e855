package org.postern.executor.sql.ast;

import java.util.List;

/** The value of an {@link Option}, as far as the grammar knows it. */
public sealed interface OptionValue {
  /** A string or a word. */
  record Text(String value) implements OptionValue {}

  record Int(int value) implements OptionValue {}

  /** A number that is not a 32-bit integer, in its own digits. */
  record Decimal(String text) implements OptionValue {}

  record Flag(boolean value) implements OptionValue {}

  /** A type, or a plain word that the grammar reads as one. */
  record Type(TypeName type) implements OptionValue {}

  record Name(QualifiedName name) implements OptionValue {}

  /** Any other node: an expression, a statement, a function's signature. */
  record Tree(Node node) implements OptionValue {}

  record Many(List<OptionValue> values) implements OptionValue {
    public Many {
      values = List.copyOf(values);
    }
  }

  record Star() implements OptionValue {}

  /** The value as a single word or number, null when it has no such form. */
  default String asText() {
    return switch (this) {
      case Text t -> t.value();
      case Int i -> Integer.toString(i.value());
      case Decimal d -> d.text();
      case Flag f -> Boolean.toString(f.value());
      case Type t -> String.join(".", t.type().names());
      case Name n -> n.name().toString();
      case Star s -> "*";
      case Tree t -> null;
      case Many m -> null;
    };
  }
}
