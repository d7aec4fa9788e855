package org.postern.executor.sql.ast;

/** A constant as written. Strings have the type "unknown" until the analyzer decides. */
public sealed interface Literal extends Expression {
  /** A whole number that fits in 32 bits. */
  record IntegerLiteral(int value, int location) implements Literal {}

  /** Any other number: a decimal point, an exponent, or too many digits. */
  record NumericLiteral(String text, int location) implements Literal {}

  record StringLiteral(String value, int location) implements Literal {}

  /** {@code B'..'} or {@code X'..'}; the digits are checked when the value is made. */
  record BitStringLiteral(boolean hex, String digits, int location) implements Literal {}

  record BooleanLiteral(boolean value, int location) implements Literal {}

  record NullLiteral(int location) implements Literal {}
}
