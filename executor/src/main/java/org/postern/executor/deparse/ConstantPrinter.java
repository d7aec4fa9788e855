package org.postern.executor.deparse;

import org.postern.executor.query.Expr;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.text.Quoting;

/** Constants, with the cast that gives them their type back when read again. */
final class ConstantPrinter {
  private final NamePrinter names;

  ConstantPrinter(NamePrinter names) {
    this.names = names;
  }

  /** {@code label}: whether a cast may be printed at all. */
  String print(Expr.Const constant, boolean label) {
    return print(constant, label, false);
  }

  /** {@code always}: the cast is printed even where the constant's type is plain to see. */
  String print(Expr.Const constant, boolean label, boolean always) {
    int type = constant.type();
    if (constant.value() == null) {
      return label ? "NULL::" + names.type(type, constant.typmod()) : "NULL";
    }
    String text = names.output(type, constant.value());
    boolean plain;
    boolean needsLabel = true;
    switch (type) {
      case TypeOid.INT4 -> {
        plain = !text.startsWith("-");
        needsLabel = !plain;
      }
      case TypeOid.NUMERIC -> {
        plain =
            Character.isDigit(text.charAt(0))
                && text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E');
        needsLabel = !plain || constant.typmod() >= 0;
      }
      case TypeOid.BOOL -> {
        plain = true;
        needsLabel = false;
        text = text.equals("t") ? "true" : "false";
      }
      case TypeOid.UNKNOWN -> {
        plain = false;
        needsLabel = false;
      }
      default -> plain = false;
    }
    String printed = plain ? text : Quoting.literal(text);
    return label && (needsLabel || always)
        ? printed + "::" + names.type(type, constant.typmod())
        : printed;
  }
}
