package org.postern.executor.sql.parser;

import static org.postern.executor.sql.ast.IntervalFields.DAY;
import static org.postern.executor.sql.ast.IntervalFields.FULL_RANGE;
import static org.postern.executor.sql.ast.IntervalFields.HOUR;
import static org.postern.executor.sql.ast.IntervalFields.MINUTE;
import static org.postern.executor.sql.ast.IntervalFields.MONTH;
import static org.postern.executor.sql.ast.IntervalFields.SECOND;
import static org.postern.executor.sql.ast.IntervalFields.YEAR;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.TypeName;
import org.postern.storage.error.SqlState;

/**
 * Type names.
 *
 * <p>Source: PostgreSQL documentation, chapter "Data Types".
 */
final class TypeParser extends GrammarPart {
  TypeParser(Grammar grammar) {
    super(grammar);
  }

  /** A type with SETOF and array bounds. */
  TypeName parse() {
    boolean setOf = accept(Keyword.SETOF);
    return withBounds(simple(), setOf);
  }

  private TypeName withBounds(TypeName type, boolean setOf) {
    List<Integer> bounds = List.of();
    if (accept(Keyword.ARRAY)) {
      bounds = List.of(accept('[') ? closeBound() : -1);
    } else if (at('[')) {
      bounds = new ArrayList<>(1);
      while (accept('[')) {
        bounds.add(at(']') ? unbounded() : closeBound());
      }
    } else if (!setOf) {
      return type;
    }
    return new TypeName(
        type.names(), setOf, type.columnType(), type.modifiers(), bounds, type.location());
  }

  private int closeBound() {
    int bound = unsignedInt();
    expect(']');
    return bound;
  }

  private int unbounded() {
    next();
    return -1;
  }

  /** A type of a function's parameter or result, where a column's type may be borrowed. */
  TypeName functionType() {
    int location = location();
    boolean setOf = at(Keyword.SETOF);
    Token name = tokens.peek(setOf ? 1 : 0);
    if (isTypeFunctionName(name)) {
      int i = setOf ? 2 : 1;
      while (tokens.peek(i).type() == '.' && isColLabel(tokens.peek(i + 1))) {
        i += 2;
      }
      if (tokens.peek(i).type() == '%' && tokens.peek(i + 1).keyword() == Keyword.TYPE) {
        if (setOf) {
          next();
        }
        String first = typeFunctionName();
        if (!at('.')) {
          throw syntaxError();
        }
        List<String> names = dotted(first);
        next();
        next();
        return new TypeName(names, setOf, true, List.of(), List.of(), location);
      }
    }
    return parse();
  }

  /** A type without SETOF and bounds. */
  TypeName simple() {
    Token token = tokens.current();
    int location = token.start();
    if (token.keyword() == Keyword.INTERVAL) {
      next();
      List<Expression> modifiers = accept('(') ? intervalPrecision() : intervalFields();
      return TypeName.system("interval", modifiers, location);
    }
    TypeName keywordType = keywordType(false);
    if (keywordType != null) {
      return keywordType;
    }
    List<String> names = dotted(typeFunctionName());
    return new TypeName(names, false, false, modifiers(), List.of(), location);
  }

  /** {@code (expression, ...)} or nothing. */
  private List<Expression> modifiers() {
    return at('(') ? parenthesizedList(grammar.expressions()::parse) : List.of();
  }

  /** The current keyword begins a typed literal rather than a column's name. */
  boolean atKeywordType() {
    Keyword keyword = tokens.current().keyword();
    Token after = tokens.peek(1);
    boolean text = after.type() == Token.STRING;
    return switch (keyword) {
      case INT, INTEGER, SMALLINT, BIGINT, REAL, BOOLEAN -> text;
      case FLOAT, DECIMAL, DEC, NUMERIC, VARCHAR -> text || after.type() == '(';
      case DOUBLE -> after.keyword() == Keyword.PRECISION;
      case BIT, CHAR, CHARACTER, NCHAR ->
          text || after.type() == '(' || after.keyword() == Keyword.VARYING;
      case NATIONAL -> after.keyword() == Keyword.CHARACTER || after.keyword() == Keyword.CHAR;
      case TIME, TIMESTAMP ->
          text
              || after.type() == '('
              || after.keyword() == Keyword.WITHOUT
              || after.keyword() == Keyword.WITH && tokens.peek(2).keyword() == Keyword.TIME;
      default -> false;
    };
  }

  /** The type of a typed literal, where a length left out does not mean 1. */
  TypeName constantType() {
    return keywordType(true);
  }

  private TypeName keywordType(boolean constant) {
    Token token = tokens.current();
    if (token.keyword() == null) {
      return null;
    }
    int location = token.start();
    switch (token.keyword()) {
      case INT, INTEGER -> {
        return plain("int4", location);
      }
      case SMALLINT -> {
        return plain("int2", location);
      }
      case BIGINT -> {
        return plain("int8", location);
      }
      case REAL -> {
        return plain("float4", location);
      }
      case BOOLEAN -> {
        return plain("bool", location);
      }
      case FLOAT -> {
        next();
        return floating(location);
      }
      case DOUBLE -> {
        if (tokens.peek(1).keyword() != Keyword.PRECISION) {
          return null;
        }
        next();
        return plain("float8", location);
      }
      case DECIMAL, DEC, NUMERIC -> {
        next();
        return TypeName.system("numeric", modifiers(), location);
      }
      case BIT -> {
        next();
        boolean varying = accept(Keyword.VARYING);
        List<Expression> length = modifiers();
        if (length.isEmpty() && !varying && !constant) {
          length = one();
        }
        return TypeName.system(varying ? "varbit" : "bit", length, location);
      }
      case CHAR, CHARACTER, NCHAR, VARCHAR, NATIONAL -> {
        return character(constant, location);
      }
      case TIME, TIMESTAMP -> {
        return dateTime(next().text(), location);
      }
      default -> {
        return null;
      }
    }
  }

  private TypeName plain(String name, int location) {
    next();
    return TypeName.system(name, location);
  }

  private static List<Expression> one() {
    return List.of(new Literal.IntegerLiteral(1, -1));
  }

  private TypeName floating(int location) {
    if (!accept('(')) {
      return TypeName.system("float8", location);
    }
    int digitsLocation = location();
    int digits = unsignedInt();
    if (digits < 1) {
      throw tokens.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "precision for type float must be at least 1 bit",
          digitsLocation);
    }
    if (digits > 53) {
      throw tokens.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "precision for type float must be less than 54 bits",
          digitsLocation);
    }
    expect(')');
    return TypeName.system(digits <= 24 ? "float4" : "float8", location);
  }

  private TypeName character(boolean constant, int location) {
    Keyword keyword = next().keyword();
    if (keyword == Keyword.NATIONAL && !accept(Keyword.CHARACTER)) {
      expect(Keyword.CHAR);
    }
    boolean varying = keyword == Keyword.VARCHAR || accept(Keyword.VARYING);
    List<Expression> length = List.of();
    if (accept('(')) {
      int lengthLocation = location();
      length = List.of(new Literal.IntegerLiteral(unsignedInt(), lengthLocation));
      expect(')');
    } else if (!varying && !constant) {
      length = one();
    }
    return TypeName.system(varying ? "varchar" : "bpchar", length, location);
  }

  private TypeName dateTime(String name, int location) {
    List<Expression> precision = List.of();
    if (accept('(')) {
      int precisionLocation = location();
      precision = List.of(new Literal.IntegerLiteral(unsignedInt(), precisionLocation));
      expect(')');
    }
    boolean zone = false;
    if (at(Keyword.WITH, Keyword.TIME)) {
      next();
      next();
      expect(Keyword.ZONE);
      zone = true;
    } else if (accept(Keyword.WITHOUT)) {
      expect(Keyword.TIME);
      expect(Keyword.ZONE);
    }
    return TypeName.system(zone ? name + "tz" : name, precision, location);
  }

  /** After {@code interval(}: the precision and the parenthesis. */
  List<Expression> intervalPrecision() {
    int location = location();
    int precision = unsignedInt();
    expect(')');
    return List.of(
        new Literal.IntegerLiteral(FULL_RANGE, -1),
        new Literal.IntegerLiteral(precision, location));
  }

  /** {@code YEAR TO MONTH} and the like, or nothing. */
  List<Expression> intervalFields() {
    int location = location();
    Keyword first = tokens.current().keyword();
    if (first == null) {
      return List.of();
    }
    return switch (first) {
      case YEAR -> {
        next();
        yield mask(toOneOf(YEAR, Keyword.MONTH), location);
      }
      case MONTH -> {
        next();
        yield mask(MONTH, location);
      }
      case DAY -> {
        next();
        yield upToSecond(DAY, location);
      }
      case HOUR -> {
        next();
        yield upToSecond(HOUR, location);
      }
      case MINUTE -> {
        next();
        yield upToSecond(MINUTE, location);
      }
      case SECOND -> {
        next();
        yield seconds(SECOND, location);
      }
      default -> List.of();
    };
  }

  private int toOneOf(int from, Keyword to) {
    if (!accept(Keyword.TO)) {
      return from;
    }
    expect(to);
    return from | MONTH;
  }

  private List<Expression> upToSecond(int from, int location) {
    if (!accept(Keyword.TO)) {
      return mask(from, location);
    }
    if (from == DAY && accept(Keyword.HOUR)) {
      return mask(DAY | HOUR, location);
    }
    int fields = from == DAY ? DAY | HOUR | MINUTE : HOUR | MINUTE;
    if (from != MINUTE && accept(Keyword.MINUTE)) {
      return mask(fields, location);
    }
    expect(Keyword.SECOND);
    return seconds(from == MINUTE ? MINUTE | SECOND : fields | SECOND, location);
  }

  private List<Expression> seconds(int fields, int location) {
    Expression mask = new Literal.IntegerLiteral(fields, location);
    if (!accept('(')) {
      return List.of(mask);
    }
    int precisionLocation = location();
    Expression precision = new Literal.IntegerLiteral(unsignedInt(), precisionLocation);
    expect(')');
    return List.of(mask, precision);
  }

  private static List<Expression> mask(int fields, int location) {
    return List.of(new Literal.IntegerLiteral(fields, location));
  }
}
