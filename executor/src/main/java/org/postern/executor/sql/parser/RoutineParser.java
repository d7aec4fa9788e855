package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.RoutineStatement;
import org.postern.executor.sql.ast.RoutineStatement.Parameter;
import org.postern.executor.sql.ast.RoutineStatement.ParameterMode;
import org.postern.executor.sql.ast.SelectItem;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TypeName;

/**
 * Functions, procedures and the signatures that name them and aggregates.
 *
 * <p>Source: PostgreSQL documentation, reference pages CREATE FUNCTION and CREATE PROCEDURE.
 */
final class RoutineParser extends GrammarPart {
  RoutineParser(Grammar grammar) {
    super(grammar);
  }

  /** A function's name: one that may be a type's, or a dotted one. */
  QualifiedName functionName() {
    int location = location();
    Token first = tokens.current();
    if (isColId(first) && tokens.peek(1).type() == '.') {
      next();
      return new QualifiedName(dotted(first.text()), location);
    }
    if (isColId(first) && !isTypeFunctionName(first)) {
      // Such a word names a function only with a schema before it.
      next();
      throw syntaxError();
    }
    return QualifiedName.of(typeFunctionName(), location);
  }

  /** At FUNCTION or PROCEDURE. */
  Statement create(boolean replace, int location) {
    boolean procedure = next().keyword() == Keyword.PROCEDURE;
    QualifiedName name = functionName();
    expect('(');
    List<Parameter> parameters = new ArrayList<>();
    if (!at(')')) {
      parameters.addAll(commaList(this::parameterWithDefault));
    }
    expect(')');
    TypeName returns = null;
    boolean table = false;
    if (!procedure && at(Keyword.RETURNS) && tokens.peek(1).keyword() != Keyword.NULL) {
      next();
      if (at(Keyword.TABLE)) {
        next();
        table = true;
        parameters.addAll(parenthesizedList(this::tableColumn));
      } else {
        returns = grammar.types().functionType();
      }
    }
    List<Option> options = new ArrayList<>();
    while (true) {
      Option option = createOption();
      if (option == null) {
        break;
      }
      options.add(option);
    }
    return new RoutineStatement.CreateRoutine(
        procedure, replace, name, parameters, returns, table, options, body(), location);
  }

  private Parameter tableColumn() {
    int location = location();
    String name = typeFunctionName();
    TypeName type = grammar.types().functionType();
    return new Parameter(ParameterMode.TABLE, name, type, null, location);
  }

  private Parameter parameterWithDefault() {
    Parameter parameter = parameter();
    if (!accept(Keyword.DEFAULT) && !accept('=')) {
      return parameter;
    }
    Expression value = grammar.expressions().parse();
    return new Parameter(
        parameter.mode(), parameter.name(), parameter.type(), value, parameter.location());
  }

  /** {@code [mode] [name] type}, or the name before the mode. */
  Parameter parameter() {
    int location = location();
    ParameterMode mode = mode();
    String name = null;
    if (isTypeFunctionName(tokens.current()) && afterName(tokens.peek(1))) {
      name = next().text();
      if (mode == ParameterMode.DEFAULT) {
        mode = mode();
      }
    }
    return new Parameter(mode, name, grammar.types().functionType(), null, location);
  }

  private ParameterMode mode() {
    if (accept(Keyword.IN)) {
      return accept(Keyword.OUT) ? ParameterMode.INOUT : ParameterMode.IN;
    }
    if (accept(Keyword.OUT)) {
      return ParameterMode.OUT;
    }
    if (accept(Keyword.INOUT)) {
      return ParameterMode.INOUT;
    }
    return accept(Keyword.VARIADIC) ? ParameterMode.VARIADIC : ParameterMode.DEFAULT;
  }

  /** A type or a mode begins here, so that the word before it was a parameter's name. */
  private static boolean afterName(Token token) {
    if (isTypeFunctionName(token)) {
      return true;
    }
    if (token.keyword() == null) {
      return false;
    }
    return switch (token.keyword()) {
      case IN, OUT, INOUT, VARIADIC, SETOF, BIGINT, BIT, BOOLEAN, CHAR, CHARACTER, DEC -> true;
      case DECIMAL, FLOAT, INT, INTEGER, INTERVAL, NATIONAL, NCHAR, NUMERIC, REAL -> true;
      case SMALLINT, TIME, TIMESTAMP, VARCHAR -> true;
      default -> false;
    };
  }

  private Option createOption() {
    int location = location();
    if (accept(Keyword.AS)) {
      List<OptionValue> parts = new ArrayList<>(2);
      parts.add(new OptionValue.Text(string()));
      if (accept(',')) {
        parts.add(new OptionValue.Text(string()));
      }
      return new Option("as", new OptionValue.Many(parts), location);
    }
    if (accept(Keyword.LANGUAGE)) {
      return Option.text("language", nonReservedWordOrString(), location);
    }
    if (accept(Keyword.TRANSFORM)) {
      List<OptionValue> types =
          commaList(() -> {
            expect(Keyword.FOR);
            expect(Keyword.TYPE);
            return new OptionValue.Type(grammar.types().parse());
          });
      return new Option("transform", new OptionValue.Many(types), location);
    }
    if (accept(Keyword.WINDOW)) {
      return Option.flag("window", true, location);
    }
    return commonOption();
  }

  /** An option that ALTER takes too; null when none is at hand. */
  private Option commonOption() {
    int location = location();
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      return null;
    }
    switch (keyword) {
      case CALLED -> {
        next();
        onNullInput();
        return Option.flag("strict", false, location);
      }
      case RETURNS -> {
        next();
        expect(Keyword.NULL);
        onNullInput();
        return Option.flag("strict", true, location);
      }
      case STRICT -> {
        next();
        return Option.flag("strict", true, location);
      }
      case IMMUTABLE, STABLE, VOLATILE -> {
        next();
        return Option.text("volatility", keyword.word(), location);
      }
      case EXTERNAL, SECURITY -> {
        if (accept(Keyword.EXTERNAL)) {
          expect(Keyword.SECURITY);
        } else {
          next();
        }
        boolean definer = accept(Keyword.DEFINER);
        if (!definer) {
          expect(Keyword.INVOKER);
        }
        return Option.flag("security", definer, location);
      }
      case LEAKPROOF -> {
        next();
        return Option.flag("leakproof", true, location);
      }
      case NOT -> {
        next();
        expect(Keyword.LEAKPROOF);
        return Option.flag("leakproof", false, location);
      }
      case COST, ROWS -> {
        next();
        return new Option(keyword.word(), grammar.options().number(), location);
      }
      case SUPPORT -> {
        next();
        return new Option("support", new OptionValue.Name(anyName()), location);
      }
      case SET, RESET -> {
        return new Option("set", new OptionValue.Tree(grammar.variables().setOrReset()), location);
      }
      case PARALLEL -> {
        next();
        return Option.text("parallel", colId(), location);
      }
      default -> {
        return null;
      }
    }
  }

  private void onNullInput() {
    expect(Keyword.ON);
    expect(Keyword.NULL);
    expect(Keyword.INPUT);
  }

  private RoutineStatement.RoutineBody body() {
    if (accept(Keyword.RETURN)) {
      return new RoutineStatement.ReturnBody(grammar.expressions().parse());
    }
    if (!at(Keyword.BEGIN)) {
      return null;
    }
    next();
    expect(Keyword.ATOMIC);
    List<Statement> statements = new ArrayList<>();
    while (!accept(Keyword.END)) {
      if (!at(';')) {
        statements.add(bodyStatement());
      }
      expect(';');
    }
    return new RoutineStatement.AtomicBody(statements);
  }

  private Statement bodyStatement() {
    int location = location();
    if (!accept(Keyword.RETURN)) {
      if (at(Keyword.BEGIN)) {
        throw syntaxError();
      }
      return grammar.statements().parse();
    }
    int valueLocation = location();
    SelectItem item = new SelectItem(grammar.expressions().parse(), null, valueLocation);
    return SelectStatement.of(
        new QueryBody.Select(
            null,
            List.of(item),
            null,
            List.of(),
            null,
            List.of(),
            false,
            null,
            List.of(),
            location));
  }

  /** A function or procedure with or without its argument types. */
  ObjectName.Routine signature() {
    int location = location();
    Token first = tokens.current();
    QualifiedName name;
    if (isColId(first) && tokens.peek(1).type() == '.') {
      next();
      name = new QualifiedName(dotted(first.text()), location);
    } else if (isColId(first) && (tokens.peek(1).type() != '(' || !isTypeFunctionName(first))) {
      name = QualifiedName.of(colId(), location);
    } else {
      name = QualifiedName.of(typeFunctionName(), location);
    }
    boolean plainColumnName = name.parts().size() == 1 && !isTypeFunctionName(first);
    if (plainColumnName || !accept('(')) {
      return new ObjectName.Routine(name, null, false, -1, location);
    }
    List<Parameter> parameters = at(')') ? List.of() : commaList(this::parameter);
    expect(')');
    return new ObjectName.Routine(name, parameters, false, -1, location);
  }

  /** An aggregate with its arguments. */
  ObjectName.Routine aggregateSignature() {
    int location = location();
    return aggregateArguments(functionName(), location);
  }

  /** {@code (*)}, {@code (a)}, {@code (ORDER BY a)} or {@code (a ORDER BY b)}. */
  ObjectName.Routine aggregateArguments(QualifiedName name, int location) {
    expect('(');
    if (accept('*')) {
      expect(')');
      return new ObjectName.Routine(name, List.of(), true, -1, location);
    }
    List<Parameter> parameters = new ArrayList<>();
    int direct = -1;
    if (!at(Keyword.ORDER)) {
      parameters.addAll(commaList(this::aggregateParameter));
    }
    if (accept(Keyword.ORDER)) {
      expect(Keyword.BY);
      direct = parameters.size();
      List<Parameter> ordered = commaList(this::aggregateParameter);
      if (direct > 0 && parameters.getLast().mode() == ParameterMode.VARIADIC) {
        requireSameVariadic(parameters.getLast(), ordered);
      } else {
        parameters.addAll(ordered);
      }
    }
    expect(')');
    return new ObjectName.Routine(name, parameters, false, direct, location);
  }

  /** A variadic direct argument takes the aggregated ones in, so both must be one and the same. */
  private void requireSameVariadic(Parameter direct, List<Parameter> ordered) {
    Parameter first = ordered.getFirst();
    if (ordered.size() != 1
        || first.mode() != ParameterMode.VARIADIC
        || !first.type().names().equals(direct.type().names())
        || !first.type().arrayBounds().equals(direct.type().arrayBounds())) {
      throw notImplemented(
          "an ordered-set aggregate with a VARIADIC direct argument must have one VARIADIC"
              + " aggregated argument of the same data type",
          first.type().location());
    }
  }

  private Parameter aggregateParameter() {
    Parameter parameter = parameter();
    if (parameter.mode() == ParameterMode.OUT || parameter.mode() == ParameterMode.INOUT) {
      throw notImplemented("aggregates cannot have output arguments", parameter.location());
    }
    return parameter;
  }

  /** After ALTER, at FUNCTION, PROCEDURE or ROUTINE. */
  Statement alter(int location) {
    ObjectType kind = grammar.objects().kind();
    ObjectName.Routine routine = signature();
    Statement common = grammar.alters().common(kind, routine, location);
    if (common != null) {
      return common;
    }
    List<Option> options = new ArrayList<>();
    Option option = commonOption();
    if (option == null) {
      throw syntaxError();
    }
    while (option != null) {
      options.add(option);
      option = commonOption();
    }
    accept(Keyword.RESTRICT);
    return new RoutineStatement.AlterRoutine(kind, routine, options, location);
  }
}
