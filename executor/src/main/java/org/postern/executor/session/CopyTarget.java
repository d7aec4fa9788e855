package org.postern.executor.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.analyze.ParamTypes;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.analyze.RelationNames;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.exec.ExecContext;
import org.postern.executor.exec.ModifyTarget;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.plan.Plan;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.ObjectVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.Snapshot;

/**
 * The table side of COPY FROM: converts fields, fills in defaults, checks and stores rows.
 *
 * <p>Source: PostgreSQL documentation, COPY.
 */
public final class CopyTarget {
  private static final int ROW_EXCLUSIVE = 3;

  private final Session session;
  private final RelationEntry relation;
  private final List<ColumnEntry> columns;
  private final TypeInfo[] types;
  private final Snapshot snapshot;
  private final ExecContext context;
  private final ModifyTarget target;
  private final Evaluator[] defaults;
  private final Batch row;
  private final Batch oneRow = new Batch();
  private long stored;

  /** The fields of one row, in column order. */
  public interface Fields {
    int count();

    boolean isNull(int column);

    /** The field's bytes, which are only read during the call. */
    Slice value(int column);
  }

  public CopyTarget(Session session, CopyStatement copy) {
    this.session = session;
    relation =
        new RelationNames(session.analyzerEnvironment()).open(copy.relation(), ROW_EXCLUSIVE);
    if (relation.kind() != 'r') {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              relation.kind() == 'v'
                  ? "cannot copy to view \"%s\""
                  : relation.kind() == 'S'
                      ? "cannot copy to sequence \"%s\""
                      : "cannot copy to non-table relation \"%s\"",
              relation.name());
    }
    if (copy.where() != null) {
      throw SqlException.notSupported("COPY FROM with WHERE");
    }
    columns = columns(relation, copy.columns());
    types = new TypeInfo[columns.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = session.database().catalog().type(columns.get(i).type()).info();
    }
    snapshot = session.transactions().snapshots().acquire();
    PlannedStatement none =
        new PlannedStatement(
            Query.Command.INSERT,
            new Plan.Result(null, new Plan.Estimate(1, 0)),
            List.of(),
            List.of(),
            0,
            List.of(),
            List.of());
    context =
        new ExecContext(
            session.execEnvironment(),
            none,
            snapshot,
            session.transactions().commandId(true),
            new Object[0],
            session.types(),
            session.sqlValues());
    target = new ModifyTarget(relation.oid(), context);
    defaults = defaults();
    row = new Batch(vectors());
    oneRow.count = 1;
  }

  /** The columns of a COPY: those listed, or all. */
  static List<ColumnEntry> columns(RelationEntry relation, List<String> names) {
    List<ColumnEntry> columns = new ArrayList<>();
    if (names.isEmpty()) {
      for (ColumnEntry column : relation.columns()) {
        if (!column.dropped() && column.generated() == 0) {
          columns.add(column);
        }
      }
      return columns;
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      ColumnEntry column = relation.column(name);
      if (column == null) {
        throw SqlException.error(
            SqlState.UNDEFINED_COLUMN,
            "column \"%s\" of relation \"%s\" does not exist",
            name,
            relation.name());
      }
      if (!seen.add(name)) {
        throw SqlException.error(
            SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", name);
      }
      columns.add(column);
    }
    return columns;
  }

  private Evaluator[] defaults() {
    Evaluator[] made = new Evaluator[relation.columns().size()];
    QueryAnalyzer analyzer =
        new QueryAnalyzer(session.analyzerEnvironment(), ParamTypes.none());
    for (ColumnEntry column : relation.columns()) {
      boolean given =
          columns.stream().anyMatch(c -> c.number() == column.number());
      if (column.dropped() || given || !column.hasDefault()) {
        continue;
      }
      Expr value =
          session.database().relations().columnDefault(relation.oid(), column.number());
      if (value != null) {
        Expr assigned =
            analyzer.assign(value, column.name(), column.type(), column.typmod(), true);
        made[column.number() - 1] =
            new ExprCompiler(session.execEnvironment().exprs()).compile(assigned);
      }
    }
    return made;
  }

  private Vector[] vectors() {
    Vector[] vectors = new Vector[relation.columns().size() + 2];
    for (int i = 0; i < vectors.length - 2; i++) {
      ColumnEntry column = relation.columns().get(i);
      Physical physical =
          column.dropped()
              ? Physical.BYTES
              : session.database().catalog().type(column.type()).physical();
      vectors[i] = Vectors.create(physical, 1);
    }
    vectors[vectors.length - 2] = new ObjectVector(1);
    vectors[vectors.length - 1] = new LongVector(1);
    return vectors;
  }

  public String relationName() {
    return relation.name();
  }

  /** Names of the columns, in the order of the fields. */
  public List<String> columnNames() {
    List<String> names = new ArrayList<>();
    for (ColumnEntry column : columns) {
      names.add(column.name());
    }
    return names;
  }

  /** Takes notice of the field that is being converted. */
  @FunctionalInterface
  public interface FieldListener {
    void converting(int column);
  }

  /** Stores one row. {@code listener} is told of each field before it is converted. */
  public void add(Fields fields, boolean binary, FieldListener listener) {
    session.services().interrupts().check();
    row.reset();
    for (int i = 0; i < relation.columns().size(); i++) {
      Evaluator value = defaults[i];
      if (value == null) {
        row.columns[i].setNull(0);
      } else {
        row.columns[i].copy(0, value.eval(oneRow, defaultContext()), 0);
      }
    }
    for (int i = 0; i < types.length; i++) {
      listener.converting(i);
      ColumnEntry column = columns.get(i);
      if (fields.isNull(i)) {
        row.columns[column.number() - 1].setNull(0);
        continue;
      }
      Slice bytes = Slice.of(fields.value(i).toBytes());
      Object value =
          binary
              ? types[i].io().receive(bytes, column.typmod(), session.types())
              : types[i].io().input(bytes, column.typmod(), session.types());
      row.columns[column.number() - 1].set(0, value);
    }
    listener.converting(-1);
    row.count = 1;
    target.check(row, 0);
    target.insert(row, 0);
    stored++;
  }

  private org.postern.executor.expr.EvalContext defaultContext() {
    return new org.postern.executor.expr.EvalContext(
        session.types(), new Object[0], new Object[0], null, session.sqlValues());
  }

  /** Ends an orderly COPY; returns the number of rows stored. */
  public long finish() {
    context.close();
    session.transactions().snapshots().release(snapshot);
    return stored;
  }
}
