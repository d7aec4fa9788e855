package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.CallExpression.CallForm;
import org.postern.executor.sql.ast.CallExpression.FunctionCall;
import org.postern.executor.sql.ast.CallExpression.NamedArgument;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.SortItem;
import org.postern.executor.sql.ast.WindowDefinition;
import org.postern.executor.sql.ast.WindowDefinition.Bound;
import org.postern.executor.sql.ast.WindowDefinition.BoundKind;
import org.postern.executor.sql.ast.WindowDefinition.Exclusion;
import org.postern.executor.sql.ast.WindowDefinition.Frame;
import org.postern.executor.sql.ast.WindowDefinition.FrameMode;
import org.postern.storage.error.SqlState;

/**
 * Calls in ordinary syntax, with what may follow them: WITHIN GROUP, FILTER and OVER.
 *
 * <p>Source: PostgreSQL documentation, "Aggregate Expressions" and "Window Function Calls".
 */
final class FunctionParser extends GrammarPart {
  /** Where the latest argument list's ORDER BY began. */
  private int orderByLocation;

  FunctionParser(Grammar grammar) {
    super(grammar);
  }

  /** The argument list of a function whose name has been read. */
  FunctionCall application(QualifiedName name, int location) {
    expect('(');
    if (accept(')')) {
      return FunctionCall.of(name, List.of(), CallForm.EXPLICIT, location);
    }
    if (accept('*')) {
      expect(')');
      return new FunctionCall(
          name,
          List.of(),
          false,
          true,
          false,
          List.of(),
          false,
          null,
          null,
          CallForm.EXPLICIT,
          location);
    }
    boolean distinct = accept(Keyword.DISTINCT);
    boolean all = !distinct && accept(Keyword.ALL);
    boolean variadic = !distinct && !all && accept(Keyword.VARIADIC);
    tokens.enter();
    List<Expression> args = new ArrayList<>(4);
    args.add(argument());
    while (!variadic && accept(',')) {
      if (!distinct && !all) {
        variadic = accept(Keyword.VARIADIC);
      }
      args.add(argument());
    }
    int orderLocation = location();
    List<SortItem> orderBy = grammar.selects().optionalOrderBy();
    orderByLocation = orderLocation;
    tokens.leave();
    expect(')');
    return new FunctionCall(
        name,
        args,
        variadic,
        false,
        distinct,
        orderBy,
        false,
        null,
        null,
        CallForm.EXPLICIT,
        location);
  }

  /** One argument, perhaps named. */
  Expression argument() {
    if (isTypeFunctionName(tokens.current())) {
      int after = tokens.peek(1).type();
      if (after == Token.EQUALS_GREATER || after == Token.COLON_EQUALS) {
        int location = location();
        String name = next().text();
        next();
        return new NamedArgument(name, grammar.expressions().parse(), location);
      }
    }
    return grammar.expressions().parse();
  }

  /**
   * The arguments of a call that turns out to be the modifiers of a typed literal; null when it
   * cannot be one.
   */
  List<Expression> asTypeModifiers(FunctionCall call) {
    if (call.star() || call.distinct() || call.variadic() || call.args().isEmpty()) {
      return null;
    }
    for (Expression arg : call.args()) {
      if (arg instanceof NamedArgument) {
        throw error("type modifier cannot have parameter name", arg.location());
      }
    }
    if (!call.orderBy().isEmpty()) {
      throw error("type modifier cannot have ORDER BY", orderByLocation);
    }
    return call.args();
  }

  Expression withWindowClauses(FunctionCall call) {
    if (!at(Keyword.WITHIN) && !at(Keyword.FILTER) && !at(Keyword.OVER)) {
      return call;
    }
    List<SortItem> orderBy = call.orderBy();
    boolean within = at(Keyword.WITHIN);
    if (within) {
      orderBy = withinGroup(call);
    }
    Expression filter = null;
    if (accept(Keyword.FILTER)) {
      expect('(');
      expect(Keyword.WHERE);
      filter = grammar.expressions().parse();
      expect(')');
    }
    WindowDefinition over = at(Keyword.OVER) ? over() : null;
    return new FunctionCall(
        call.name(),
        call.args(),
        call.variadic(),
        call.star(),
        call.distinct(),
        orderBy,
        within,
        filter,
        over,
        call.form(),
        call.location());
  }

  private List<SortItem> withinGroup(FunctionCall call) {
    int location = location();
    next();
    expect(Keyword.GROUP);
    expect('(');
    List<SortItem> items = grammar.selects().orderBy();
    expect(')');
    if (!call.orderBy().isEmpty()) {
      throw error("cannot use multiple ORDER BY clauses with WITHIN GROUP", location);
    }
    if (call.distinct()) {
      throw error("cannot use DISTINCT with WITHIN GROUP", location);
    }
    if (call.variadic()) {
      throw error("cannot use VARIADIC with WITHIN GROUP", location);
    }
    return items;
  }

  private WindowDefinition over() {
    next();
    int location = location();
    if (at('(')) {
      return specification(null, location);
    }
    return new WindowDefinition(colId(), null, List.of(), List.of(), null, location);
  }

  /** {@code (base PARTITION BY ... ORDER BY ... frame)}. */
  WindowDefinition specification(String name, int location) {
    expect('(');
    String base = null;
    if (atColId() && !atClauseStart()) {
      base = colId();
    }
    List<Expression> partitionBy = List.of();
    if (accept(Keyword.PARTITION)) {
      expect(Keyword.BY);
      partitionBy = grammar.expressions().parseList();
    }
    List<SortItem> orderBy = grammar.selects().optionalOrderBy();
    Frame frame = frame();
    expect(')');
    return new WindowDefinition(name, base, partitionBy, orderBy, frame, location);
  }

  /** The words that begin a clause win over a window of that name. */
  private boolean atClauseStart() {
    return at(Keyword.PARTITION) || at(Keyword.RANGE) || at(Keyword.ROWS) || at(Keyword.GROUPS);
  }

  private Frame frame() {
    FrameMode mode;
    if (accept(Keyword.RANGE)) {
      mode = FrameMode.RANGE;
    } else if (accept(Keyword.ROWS)) {
      mode = FrameMode.ROWS;
    } else if (accept(Keyword.GROUPS)) {
      mode = FrameMode.GROUPS;
    } else {
      return null;
    }
    Bound start;
    Bound end = null;
    boolean between = accept(Keyword.BETWEEN);
    int location = location();
    if (between) {
      start = bound();
      expect(Keyword.AND);
      int endLocation = location();
      end = bound();
      checkBounds(start, end, location, endLocation);
    } else {
      start = bound();
      if (start.kind() == BoundKind.UNBOUNDED_FOLLOWING) {
        throw windowing("frame start cannot be UNBOUNDED FOLLOWING", location);
      }
      if (start.kind() == BoundKind.OFFSET_FOLLOWING) {
        throw windowing("frame starting from following row cannot end with current row", location);
      }
    }
    return new Frame(mode, start, end, exclusion());
  }

  private void checkBounds(Bound start, Bound end, int startLocation, int endLocation) {
    if (start.kind() == BoundKind.UNBOUNDED_FOLLOWING) {
      throw windowing("frame start cannot be UNBOUNDED FOLLOWING", startLocation);
    }
    if (end.kind() == BoundKind.UNBOUNDED_PRECEDING) {
      throw windowing("frame end cannot be UNBOUNDED PRECEDING", endLocation);
    }
    if (start.kind() == BoundKind.CURRENT_ROW && end.kind() == BoundKind.OFFSET_PRECEDING) {
      throw windowing("frame starting from current row cannot have preceding rows", endLocation);
    }
    if (start.kind() == BoundKind.OFFSET_FOLLOWING
        && (end.kind() == BoundKind.OFFSET_PRECEDING || end.kind() == BoundKind.CURRENT_ROW)) {
      throw windowing("frame starting from following row cannot have preceding rows", endLocation);
    }
  }

  private RuntimeException windowing(String message, int location) {
    return tokens.error(SqlState.WINDOWING_ERROR, message, location);
  }

  private Bound bound() {
    if (at(Keyword.UNBOUNDED)
        && (tokens.peek(1).keyword() == Keyword.PRECEDING
            || tokens.peek(1).keyword() == Keyword.FOLLOWING)) {
      next();
      return new Bound(
          next().keyword() == Keyword.PRECEDING
              ? BoundKind.UNBOUNDED_PRECEDING
              : BoundKind.UNBOUNDED_FOLLOWING,
          null);
    }
    if (accept(Keyword.CURRENT, Keyword.ROW)) {
      return new Bound(BoundKind.CURRENT_ROW, null);
    }
    Expression offset = grammar.expressions().parse();
    if (accept(Keyword.PRECEDING)) {
      return new Bound(BoundKind.OFFSET_PRECEDING, offset);
    }
    expect(Keyword.FOLLOWING);
    return new Bound(BoundKind.OFFSET_FOLLOWING, offset);
  }

  private Exclusion exclusion() {
    if (!accept(Keyword.EXCLUDE)) {
      return Exclusion.NONE;
    }
    if (accept(Keyword.CURRENT)) {
      expect(Keyword.ROW);
      return Exclusion.CURRENT_ROW;
    }
    if (accept(Keyword.GROUP)) {
      return Exclusion.GROUP;
    }
    if (accept(Keyword.TIES)) {
      return Exclusion.TIES;
    }
    expect(Keyword.NO);
    expect(Keyword.OTHERS);
    return Exclusion.NONE;
  }

  /** A function without window clauses, as FROM and index definitions take it; null if none. */
  Expression windowless() {
    Token first = tokens.current();
    if (first.keyword() != null) {
      Expression special = grammar.syntaxFunctions().parse(first.keyword());
      if (special != null) {
        return special;
      }
    }
    if (!atFunctionName()) {
      return null;
    }
    int location = first.start();
    next();
    QualifiedName name = new QualifiedName(dotted(first.text()), location);
    return application(name, location);
  }

  /** A possibly dotted name with an opening parenthesis after it. */
  private boolean atFunctionName() {
    Token first = tokens.current();
    int after = tokens.peek(1).type();
    if (after == '(') {
      return isTypeFunctionName(first);
    }
    if (!isColId(first)) {
      return false;
    }
    int i = 1;
    while (tokens.peek(i).type() == '.' && isColLabel(tokens.peek(i + 1))) {
      i += 2;
    }
    return i > 1 && tokens.peek(i).type() == '(';
  }
}
