package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.postern.executor.analyze.SearchCycle;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.types.TypeOid;

/** Plans reading a single range table entry under its own conditions. */
final class ScanPlanner {
  /** Rows a block is taken to hold when nothing is known. */
  private static final double ROWS_PER_BLOCK = 60;

  private final QueryPlanner level;
  private final IndexPaths indexes;

  ScanPlanner(QueryPlanner level) {
    this.level = level;
    this.indexes = new IndexPaths(level.env);
  }

  JoinPlanner.Side side(int relation, List<Expr> conditions) {
    RangeTableEntry entry = level.query.rangeTable().get(relation - 1);
    BitSet own = new BitSet();
    own.set(relation);
    return switch (entry) {
      case RangeTableEntry.Table t -> {
        TableScan scan = table(relation, t, conditions);
        yield new JoinPlanner.Side(
            own,
            scan.plan(),
            scan.columns(),
            new BitSet(),
            relation,
            conditions,
            JoinPlanner.LateralParams.NONE);
      }
      case RangeTableEntry.Subquery s -> subquery(relation, s, conditions, own);
      case RangeTableEntry.Function f -> function(relation, f, conditions, own);
      case RangeTableEntry.Values v -> values(relation, v, conditions, own);
      case RangeTableEntry.CommonTable c -> commonTable(relation, c, conditions, own);
      case RangeTableEntry.Join j -> throw new IllegalStateException("a join is no scan");
      case RangeTableEntry.Result r -> throw new IllegalStateException("not in FROM");
    };
  }

  /** A planned table scan and where its columns are. */
  record TableScan(Plan plan, Columns columns) {}

  /** Plans a table under conditions that may hold parameters. */
  TableScan table(int relation, RangeTableEntry.Table table, List<Expr> conditions) {
    RelationEntry entry = level.env.relations().relation(table.relation());
    List<Integer> columns = new ArrayList<>(level.needed(relation));
    if (columns.isEmpty()) {
      columns.add(-1);
    }
    List<Integer> types = new ArrayList<>();
    for (int column : columns) {
      types.add(columnType(entry, column));
    }
    Columns where = Columns.of(relation, columns, types);
    long blocks = Math.max(1, level.env.sizes().blocks(table.relation()));
    double tableRows =
        entry.pages() > 0 && entry.rowCount() >= 0
            ? Math.max(1, entry.rowCount() / entry.pages() * blocks)
            : blocks * ROWS_PER_BLOCK;
    double rows = Math.max(1, tableRows * Selectivity.of(conditions));
    TidConditions tids = TidConditions.of(relation, conditions);
    if (tids != null && table.sample() == null) {
      return new TableScan(
          new Plan.TidScan(
              table.relation(),
              table.alias(),
              tids.tids(),
              columns,
              types,
              filter(where, tids.rest()),
              new Plan.Estimate(1, 1)),
          where);
    }
    Plan best =
        new Plan.SeqScan(
            table.relation(),
            table.alias(),
            sample(table.sample()),
            columns,
            types,
            filter(where, conditions),
            new Plan.Estimate(rows, blocks + tableRows * 0.01));
    if (table.sample() != null) {
      return new TableScan(best, where);
    }
    for (IndexPaths.Path path :
        indexes.paths(relation, table.relation(), conditions, tableRows, blocks)) {
      if (path.cost() < best.cost() || (best instanceof Plan.SeqScan && path.unique())) {
        best =
            new Plan.IndexScan(
                table.relation(),
                table.alias(),
                path.index().oid(),
                path.index().name(),
                path.conditions(),
                false,
                columns,
                types,
                filter(where, path.rest()),
                new Plan.Estimate(Math.min(rows, path.rows()), path.cost()));
      }
    }
    return new TableScan(best, where);
  }

  private Plan.Sample sample(RangeTableEntry.Sample sample) {
    return sample == null
        ? null
        : new Plan.Sample(
            sample.method(),
            level.prepare(sample.percentage()),
            level.prepare(sample.repeatable()));
  }

  private static Expr filter(Columns columns, List<Expr> conditions) {
    Expr all = Conjuncts.join(conditions);
    return all == null ? null : columns.bind(all);
  }

  static int columnType(RelationEntry entry, int column) {
    return switch (column) {
      case 0 -> entry.rowType();
      case -1 -> TypeOid.TID;
      case -2, -4 -> TypeOid.XID;
      case -3, -5 -> TypeOid.CID;
      case -6 -> TypeOid.OID;
      default -> {
        ColumnEntry c = entry.column(column);
        yield c.type();
      }
    };
  }

  private JoinPlanner.Side subquery(
      int relation, RangeTableEntry.Subquery entry, List<Expr> conditions, BitSet own) {
    QueryPlanner around = SearchCycle.ARM.equals(entry.alias()) ? level.parent : level;
    SubqueryConditions pushed = new SubqueryConditions(level.env, entry);
    Query query =
        UnusedTargets.prune(pushed.absorb(relation, conditions), level.needed(relation), level.env);
    QueryPlanner inner = new QueryPlanner(level.statement, around, query);
    Plan plan = inner.planSelect();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i <= plan.types().size(); i++) {
      numbers.add(i);
    }
    Columns columns = Columns.of(relation, numbers, plan.types());
    BitSet depends = new BitSet();
    for (Expr e : inner.outer.outerExprs()) {
      depends.or(Conjuncts.relations(e));
    }
    return new JoinPlanner.Side(
        own,
        filtered(plan, columns, pushed.rest),
        columns,
        depends,
        0,
        List.of(),
        new JoinPlanner.LateralParams(inner.outer.slotList(), inner.outer.outerExprs()));
  }

  private static Plan filtered(Plan plan, Columns columns, List<Expr> conditions) {
    if (conditions.isEmpty()) {
      return plan;
    }
    return new Plan.Filter(
        plan,
        filter(columns, conditions),
        new Plan.Estimate(Math.max(1, plan.rows() * Selectivity.of(conditions)), plan.cost()));
  }

  /** Expressions of a FROM item with neighbours' columns replaced by parameters. */
  private final class Lateral {
    private final OuterParams params = new OuterParams();
    private final BitSet depends = new BitSet();

    Expr bind(Expr expr) {
      Expr prepared = level.prepare(expr);
      return ExprTrees.transform(
          prepared,
          e -> {
            if (e instanceof Expr.Var v && v.levelsUp() == 0) {
              depends.set(v.relation());
              Expr.Var plain =
                  new Expr.Var(
                      v.relation(), v.column(), v.type(), v.typmod(), v.collation(), 0, -1);
              return new Expr.Param(
                  Expr.Param.Kind.EXECUTOR,
                  params.slot(level.statement, plain),
                  v.type(),
                  v.typmod(),
                  v.collation(),
                  -1);
            }
            return e;
          });
    }

    JoinPlanner.LateralParams made() {
      return new JoinPlanner.LateralParams(params.slotList(), params.outerExprs());
    }
  }

  private JoinPlanner.Side function(
      int relation, RangeTableEntry.Function entry, List<Expr> conditions, BitSet own) {
    Lateral lateral = new Lateral();
    List<Expr> calls = new ArrayList<>();
    for (Expr call : entry.calls()) {
      calls.add(lateral.bind(call));
    }
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i <= entry.types().size(); i++) {
      numbers.add(i);
    }
    Columns columns = Columns.of(relation, numbers, entry.types());
    Plan plan =
        new Plan.FunctionScan(
            entry.alias(),
            calls,
            entry.widths(),
            entry.ordinality(),
            entry.types(),
            entry.typmods(),
            entry.declared(),
            filter(columns, conditions),
            new Plan.Estimate(100, 1));
    return new JoinPlanner.Side(own, plan, columns, lateral.depends, 0, List.of(), lateral.made());
  }

  private JoinPlanner.Side values(
      int relation, RangeTableEntry.Values entry, List<Expr> conditions, BitSet own) {
    Lateral lateral = new Lateral();
    List<List<Expr>> rows = new ArrayList<>();
    for (List<Expr> row : entry.rows()) {
      List<Expr> bound = new ArrayList<>();
      for (Expr e : row) {
        bound.add(lateral.bind(e));
      }
      rows.add(bound);
    }
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i <= entry.types().size(); i++) {
      numbers.add(i);
    }
    Columns columns = Columns.of(relation, numbers, entry.types());
    Plan plan =
        new Plan.ValuesScan(
            entry.alias(),
            rows,
            entry.types(),
            filter(columns, conditions),
            new Plan.Estimate(rows.size(), 0.1));
    return new JoinPlanner.Side(own, plan, columns, lateral.depends, 0, List.of(), lateral.made());
  }

  private JoinPlanner.Side commonTable(
      int relation, RangeTableEntry.CommonTable entry, List<Expr> conditions, BitSet own) {
    int number = level.commonTable(entry.name(), entry.levelsUp());
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i <= entry.types().size(); i++) {
      numbers.add(i);
    }
    Columns columns = Columns.of(relation, numbers, entry.types());
    PlannedStatement.CommonTable source = level.statement.commonTable(number);
    double rows = source == null ? 100 : source.plan().rows();
    Plan.Estimate estimate = new Plan.Estimate(rows, rows * 0.01);
    Plan plan =
        entry.self()
            ? new Plan.WorkTableScan(
                number, entry.alias(), entry.types(), filter(columns, conditions), estimate)
            : new Plan.CommonTableScan(
                number, entry.alias(), entry.types(), filter(columns, conditions), estimate);
    return new JoinPlanner.Side(
        own, plan, columns, new BitSet(), 0, List.of(), JoinPlanner.LateralParams.NONE);
  }
}
