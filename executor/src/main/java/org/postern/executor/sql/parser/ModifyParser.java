package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.FromItem;
import org.postern.executor.sql.ast.IndexElement;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.ModifyStatement.Inference;
import org.postern.executor.sql.ast.ModifyStatement.MergeAction;
import org.postern.executor.sql.ast.ModifyStatement.MergeWhen;
import org.postern.executor.sql.ast.ModifyStatement.OnConflict;
import org.postern.executor.sql.ast.ModifyStatement.Overriding;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SelectItem;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.SetClause;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TargetColumn;
import org.postern.executor.sql.ast.WithClause;

/**
 * INSERT, UPDATE, DELETE and MERGE.
 *
 * <p>Source: PostgreSQL documentation, the reference pages of these commands.
 */
final class ModifyParser extends GrammarPart {
  ModifyParser(Grammar grammar) {
    super(grammar);
  }

  /** A query or data-modifying statement, as WITH, PREPARE, COPY and EXPLAIN take it. */
  Statement preparable() {
    WithClause with = at(Keyword.WITH) ? grammar.selects().tails().with() : null;
    return preparable(with);
  }

  private Statement preparable(WithClause with) {
    int location = with == null ? location() : with.location();
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      return grammar.selects().parseWith(with);
    }
    return switch (keyword) {
      case INSERT -> insert(with, location);
      case UPDATE -> update(with, location);
      case DELETE -> delete(with, location);
      case MERGE -> merge(with, location);
      default -> grammar.selects().parseWith(with);
    };
  }

  private ModifyStatement insert(WithClause with, int location) {
    next();
    expect(Keyword.INTO);
    RelationName relation = relationName();
    String alias = accept(Keyword.AS) ? colId() : null;
    List<TargetColumn> columns = List.of();
    Overriding overriding = Overriding.NONE;
    SelectStatement source = null;
    if (accept(Keyword.DEFAULT)) {
      expect(Keyword.VALUES);
    } else {
      if (at('(') && !queryInParentheses()) {
        columns = parenthesizedList(this::targetColumn);
      }
      overriding = overriding();
      source = grammar.selects().parse();
    }
    OnConflict onConflict = at(Keyword.ON) ? onConflict() : null;
    return new ModifyStatement.Insert(
        with, relation, alias, columns, overriding, source, onConflict, returning(), location);
  }

  /** The first word inside the parentheses decides: a column list begins with a name. */
  private boolean queryInParentheses() {
    int i = 1;
    while (tokens.peek(i).type() == '(') {
      i++;
    }
    Keyword keyword = tokens.peek(i).keyword();
    return keyword == Keyword.SELECT
        || keyword == Keyword.WITH
        || keyword == Keyword.TABLE
        || keyword == Keyword.VALUES && tokens.peek(i + 1).type() == '('
        || i > 1;
  }

  private Overriding overriding() {
    if (!accept(Keyword.OVERRIDING)) {
      return Overriding.NONE;
    }
    Overriding kind = Overriding.SYSTEM_VALUE;
    if (accept(Keyword.USER)) {
      kind = Overriding.USER_VALUE;
    } else {
      expect(Keyword.SYSTEM);
    }
    expect(Keyword.VALUE);
    return kind;
  }

  private TargetColumn targetColumn() {
    int location = location();
    String name = colId();
    List<Indirection.Step> steps =
        at('.') || at('[') ? grammar.primaries().indirection() : List.of();
    return new TargetColumn(name, steps, location);
  }

  private OnConflict onConflict() {
    int location = location();
    next();
    expect(Keyword.CONFLICT);
    Inference inference = null;
    int inferenceLocation = location();
    if (at('(')) {
      List<IndexElement> elements = parenthesizedList(grammar.indexes()::element);
      Expression where = grammar.selects().where();
      inference = new Inference(elements, where, null, inferenceLocation);
    } else if (accept(Keyword.ON)) {
      expect(Keyword.CONSTRAINT);
      inference = new Inference(List.of(), null, colId(), inferenceLocation);
    }
    expect(Keyword.DO);
    if (accept(Keyword.NOTHING)) {
      return new OnConflict(inference, false, List.of(), null, location);
    }
    expect(Keyword.UPDATE);
    expect(Keyword.SET);
    List<SetClause> assignments = setClauses();
    return new OnConflict(inference, true, assignments, grammar.selects().where(), location);
  }

  private List<SelectItem> returning() {
    return accept(Keyword.RETURNING) ? commaList(grammar.selects()::item) : List.of();
  }

  /** The alias of a target; SET cannot be one without AS. */
  private String targetAlias() {
    if (accept(Keyword.AS)) {
      return colId();
    }
    return atColId() && !at(Keyword.SET) ? next().text() : null;
  }

  private ModifyStatement update(WithClause with, int location) {
    next();
    RelationName relation = relationExpression();
    String alias = targetAlias();
    expect(Keyword.SET);
    List<SetClause> assignments = setClauses();
    List<FromItem> from = grammar.selects().optionalFrom();
    Expression where = whereOrCurrent();
    return new ModifyStatement.Update(
        with, relation, alias, assignments, from, where, returning(), location);
  }

  private ModifyStatement delete(WithClause with, int location) {
    next();
    expect(Keyword.FROM);
    RelationName relation = relationExpression();
    String alias = targetAlias();
    List<FromItem> using = accept(Keyword.USING) ? commaList(grammar.from()::parse) : List.of();
    Expression where = whereOrCurrent();
    return new ModifyStatement.Delete(with, relation, alias, using, where, returning(), location);
  }

  private Expression whereOrCurrent() {
    if (!accept(Keyword.WHERE)) {
      return null;
    }
    int location = location();
    if (!accept(Keyword.CURRENT, Keyword.OF)) {
      return grammar.expressions().parse();
    }
    return at(Token.PARAMETER)
        ? new Reference.CurrentOf(null, next().intValue(), location)
        : new Reference.CurrentOf(colId(), null, location);
  }

  private List<SetClause> setClauses() {
    return commaList(this::setClause);
  }

  private SetClause setClause() {
    int location = location();
    if (at('(')) {
      List<TargetColumn> targets = parenthesizedList(this::targetColumn);
      expect('=');
      return new SetClause.SetColumns(targets, grammar.expressions().parse(), location);
    }
    TargetColumn target = targetColumn();
    expect('=');
    return new SetClause.SetColumn(target, grammar.expressions().parse(), location);
  }

  private ModifyStatement merge(WithClause with, int location) {
    next();
    expect(Keyword.INTO);
    RelationName relation = relationExpression();
    String alias = targetAlias();
    expect(Keyword.USING);
    FromItem source = grammar.from().parse();
    expect(Keyword.ON);
    Expression condition = grammar.expressions().parse();
    List<MergeWhen> whens = new ArrayList<>();
    do {
      whens.add(mergeWhen());
    } while (at(Keyword.WHEN));
    return new ModifyStatement.Merge(with, relation, alias, source, condition, whens, location);
  }

  private MergeWhen mergeWhen() {
    int location = location();
    expect(Keyword.WHEN);
    boolean matched = !accept(Keyword.NOT);
    expect(Keyword.MATCHED);
    Expression condition = accept(Keyword.AND) ? grammar.expressions().parse() : null;
    expect(Keyword.THEN);
    return new MergeWhen(matched, condition, mergeAction(matched), location);
  }

  private MergeAction mergeAction(boolean matched) {
    if (accept(Keyword.DO)) {
      expect(Keyword.NOTHING);
      return new ModifyStatement.MergeDoNothing();
    }
    if (!matched) {
      expect(Keyword.INSERT);
      return mergeInsert();
    }
    if (accept(Keyword.DELETE)) {
      return new ModifyStatement.MergeDelete();
    }
    expect(Keyword.UPDATE);
    expect(Keyword.SET);
    return new ModifyStatement.MergeUpdate(setClauses());
  }

  private MergeAction mergeInsert() {
    if (accept(Keyword.DEFAULT)) {
      expect(Keyword.VALUES);
      return new ModifyStatement.MergeInsert(List.of(), Overriding.NONE, List.of());
    }
    List<TargetColumn> columns = at('(') ? parenthesizedList(this::targetColumn) : List.of();
    Overriding overriding = overriding();
    expect(Keyword.VALUES);
    return new ModifyStatement.MergeInsert(
        columns, overriding, parenthesizedList(grammar.expressions()::parse));
  }
}
