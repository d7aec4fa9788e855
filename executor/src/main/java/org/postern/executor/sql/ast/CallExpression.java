package org.postern.executor.sql.ast;

import java.util.List;

/** Functions, aggregates and window functions, and what looks like one. */
public sealed interface CallExpression extends Expression {
  /** How a call was written. */
  enum CallForm {
    EXPLICIT,
    /** By a syntax of its own, such as EXTRACT or AT TIME ZONE. */
    SQL_SYNTAX
  }

  enum ValueFunction {
    CURRENT_DATE,
    CURRENT_TIME,
    CURRENT_TIMESTAMP,
    LOCALTIME,
    LOCALTIMESTAMP,
    CURRENT_ROLE,
    CURRENT_USER,
    USER,
    SESSION_USER,
    CURRENT_CATALOG,
    CURRENT_SCHEMA
  }

  enum XmlOperation {
    CONCAT,
    ELEMENT,
    FOREST,
    PARSE,
    PI,
    ROOT,
    IS_DOCUMENT
  }

  /**
   * A call of whatever the name turns out to be.
   *
   * @param variadic the last argument was marked VARIADIC
   * @param star {@code f(*)}
   * @param orderBy ORDER BY inside the parentheses or after WITHIN GROUP
   * @param filter null when absent
   * @param over null for a plain call; a window given by name alone has only its name set
   */
  record FunctionCall(
      QualifiedName name,
      List<Expression> args,
      boolean variadic,
      boolean star,
      boolean distinct,
      List<SortItem> orderBy,
      boolean withinGroup,
      Expression filter,
      WindowDefinition over,
      CallForm form,
      int location)
      implements CallExpression {
    public FunctionCall {
      args = List.copyOf(args);
      orderBy = List.copyOf(orderBy);
    }

    /** A plain call. */
    public static FunctionCall of(
        QualifiedName name, List<Expression> args, CallForm form, int location) {
      return new FunctionCall(
          name, args, false, false, false, List.of(), false, null, null, form, location);
    }
  }

  /** {@code name => value} in an argument list. */
  record NamedArgument(String name, Expression value, int location) implements CallExpression {}

  /** {@code precision} is null when not given. */
  record SqlValueFunction(ValueFunction function, Integer precision, int location)
      implements CallExpression {}

  /** {@code GROUPING(...)}. */
  record Grouping(List<Expression> args, int location) implements CallExpression {
    public Grouping {
      args = List.copyOf(args);
    }
  }

  record Coalesce(List<Expression> args, int location) implements CallExpression {
    public Coalesce {
      args = List.copyOf(args);
    }
  }

  /** GREATEST or LEAST. */
  record MinMax(boolean greatest, List<Expression> args, int location) implements CallExpression {
    public MinMax {
      args = List.copyOf(args);
    }
  }

  /**
   * An XML constructor or test.
   *
   * @param name element or target name, null when there is none
   * @param named XMLATTRIBUTES or XMLFOREST items
   * @param option the keywords that modify it: DOCUMENT, CONTENT, STANDALONE YES..., or null
   */
  record XmlFunction(
      XmlOperation operation,
      String name,
      List<SelectItem> named,
      List<Expression> args,
      String option,
      int location)
      implements CallExpression {
    public XmlFunction {
      named = List.copyOf(named);
      args = List.copyOf(args);
    }
  }

  record XmlSerialize(boolean document, Expression arg, TypeName type, int location)
      implements CallExpression {}
}
