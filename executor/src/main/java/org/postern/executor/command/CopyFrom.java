package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.exec.ExecContext;
import org.postern.executor.exec.GeneratedColumns;
import org.postern.executor.exec.ModifyTarget;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.plan.StatementAccess;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.row.RowEncoder;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;
import org.postern.storage.transam.Snapshot;

/**
 * COPY FROM: takes rows as fields, converts them, checks constraints and stores them in batches.
 * Whoever reads the client's or the file's bytes splits them into fields.
 *
 * <p>Source: PostgreSQL documentation, "COPY".
 */
public final class CopyFrom {
  private static final int MAX_ROWS = 1000;
  private static final int MAX_SHOWN = 100;

  private final Ddl ddl;
  private final RelationEntry table;
  private final List<ColumnEntry> columns;
  private final List<TypeEntry> types = new ArrayList<>();
  private final TypeContext typeContext;
  private final Snapshot snapshot;
  private final ExecContext context;
  private final ModifyTarget target;
  private final TableHandle handle;
  private final RowEncoder encoder;
  private final int[] identity;
  private final Evaluator[] defaults;
  private final Evaluator where;
  private final Vector[] vectors;
  private final int options;
  private final TupleBatch tuples = new TupleBatch();
  private final long[] lines = new long[MAX_ROWS];
  private final String[] shown = new String[MAX_ROWS];
  private int count;
  private long stored;
  private final GeneratedColumns generated;

  /** Opens the table of a COPY ... FROM and locks it. */
  public CopyFrom(CommandEnvironment env, CopyStatement statement) {
    this.ddl = new Ddl(env);
    this.table = ddl.open(statement.relation(), LockMode.ROW_EXCLUSIVE);
    requireTable();
    if (env.exec().transactions().readOnly()) {
      throw SqlException.error(
          SqlState.READ_ONLY_SQL_TRANSACTION,
          "cannot execute %s in a read-only transaction",
          "COPY FROM");
    }
    this.columns = columns(table, statement.columns());
    ddl.permissions.requireColumns(table, 'a', columns);
    for (ColumnEntry column : columns) {
      types.add(ddl.catalog.type(column.type()));
    }
    this.typeContext = ddl.analyzer().types();
    this.handle = env.exec().handles().table(table);
    this.options = freeze(statement) ? HeapAccess.INSERT_FROZEN : 0;
    this.snapshot = env.exec().transactions().snapshots().acquire();
    PlannedStatement nothing =
        new PlannedStatement(
            Query.Command.INSERT,
            null,
            List.of(),
            List.of(),
            0,
            List.of(),
            List.of(),
            StatementAccess.none());
    this.context =
        new ExecContext(
            env.exec(),
            nothing,
            snapshot,
            env.exec().transactions().commandId(true),
            new Object[0],
            typeContext,
            env.sqlValues());
    this.target = new ModifyTarget(table.oid(), context);
    this.encoder = new RowEncoder(env.exec().handles().shape(table));
    int width = table.columns().size();
    this.identity = new int[width];
    this.defaults = new Evaluator[width];
    this.vectors = new Vector[width];
    for (int i = 0; i < width; i++) {
      ColumnEntry column = table.columns().get(i);
      identity[i] = column.dropped() ? -1 : i;
      vectors[i] =
          Vectors.create(
              column.dropped() ? Physical.BYTES : ddl.catalog.type(column.type()).physical(), 64);
      boolean computed = column.generated() == 0 && !columns.contains(column);
      Expr value =
          computed && (column.hasDefault() || column.identity() != 0)
              ? ddl.relations.columnDefault(table.oid(), column.number())
              : null;
      defaults[i] = value == null ? null : new ExprCompiler(env.exec().exprs()).compile(value);
    }
    this.generated =
        new GeneratedColumns(table, ddl.relations, new ExprCompiler(env.exec().exprs()));
    this.where =
        statement.where() == null
            ? null
            : new RowReader(ddl, table)
                .compile(
                    ddl.queries()
                        .analyzeTableExpression(
                            statement.where(),
                            table,
                            QueryAnalyzer.TableExpression.INDEX_PREDICATE));
  }

  private void requireTable() {
    String what =
        switch (table.kind()) {
          case 'r' -> null;
          case 'v' -> "view";
          case 'S' -> "sequence";
          case 'm' -> "materialized view";
          default -> "non-table relation";
        };
    if (what != null) {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "cannot copy to %s \"%s\"", what, table.name());
    }
  }

  /** The columns a COPY names, or all. */
  static List<ColumnEntry> columns(RelationEntry table, List<String> names) {
    List<ColumnEntry> columns = new ArrayList<>();
    if (names.isEmpty()) {
      for (ColumnEntry column : table.columns()) {
        if (!column.dropped() && column.generated() == 0) {
          columns.add(column);
        }
      }
      return columns;
    }
    for (String name : names) {
      ColumnEntry column = table.column(name);
      if (column == null) {
        throw SqlException.error(
            SqlState.UNDEFINED_COLUMN,
            "column \"%s\" of relation \"%s\" does not exist",
            name,
            table.name());
      }
      if (column.generated() != 0) {
        throw SqlException.error(
                SqlState.INVALID_COLUMN_REFERENCE, "column \"%s\" is a generated column", name)
            .withDetail("Generated columns cannot be used in COPY.");
      }
      if (columns.contains(column)) {
        throw SqlException.error(
            SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", name);
      }
      columns.add(column);
    }
    return columns;
  }

  private boolean freeze(CopyStatement statement) {
    for (Option option : statement.options()) {
      if (option.name().equals("freeze")) {
        String value = option.value() == null ? "on" : option.value().asText();
        if (value.equalsIgnoreCase("on") || value.equalsIgnoreCase("true") || value.equals("1")) {
          if (!ddl.env.files().madeInTransaction(handle.locator())) {
            throw SqlException.error(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "cannot perform COPY FREEZE because the table was not created or truncated in"
                    + " the current subtransaction");
          }
          return true;
        }
      }
    }
    return false;
  }

  /** How many fields a row has. */
  public int width() {
    return columns.size();
  }

  /** The names of the fields, for a header line. */
  public List<String> columnNames() {
    return columns.stream().map(ColumnEntry::name).toList();
  }

  /**
   * Takes a row of text fields, null for NULL.
   *
   * @param line the number of the line it begins at, from 1
   * @param text the line as it came, for messages; null if it is not to be shown
   */
  public void textRow(Slice[] fields, long line, String text) {
    take(fields, line, text, false);
  }

  /** Takes a row of fields in their binary form. */
  public void binaryRow(Slice[] fields, long line) {
    take(fields, line, null, true);
  }

  private void take(Slice[] fields, long line, String text, boolean binary) {
    if (count == MAX_ROWS) {
      flush();
    }
    if (count == 0) {
      for (Vector vector : vectors) {
        vector.reset();
      }
    }
    try {
      checkWidth(fields, line, text);
      for (Vector vector : vectors) {
        vector.ensureCapacity(count + 1);
        vector.setNull(count);
      }
      for (int i = 0; i < fields.length; i++) {
        Object value = convert(i, fields[i], line, binary);
        vectors[columns.get(i).number() - 1].set(count, value);
      }
    } catch (SqlException e) {
      flush();
      throw e;
    }
    lines[count] = line;
    shown[count] = text;
    count++;
  }

  private void checkWidth(Slice[] fields, long line, String text) {
    if (fields.length < columns.size()) {
      throw SqlException.error(
              SqlState.BAD_COPY_FILE_FORMAT,
              "missing data for column \"%s\"",
              columns.get(fields.length).name())
          .withWhere(where(line, text));
    }
    if (fields.length > columns.size()) {
      throw SqlException.error(
              SqlState.BAD_COPY_FILE_FORMAT, "extra data after last expected column")
          .withWhere(where(line, text));
    }
  }

  private Object convert(int index, Slice field, long line, boolean binary) {
    ColumnEntry column = columns.get(index);
    try {
      Object value =
          field == null
              ? null
              : binary
                  ? types.get(index).info().io().receive(field, column.typmod(), typeContext)
                  : types.get(index).info().io().input(field, column.typmod(), typeContext);
      if (types.get(index).kind() == 'd') {
        ddl.env.exec().exprs().checkDomain(column.type(), value, context.evalContext());
      }
      return value;
    } catch (SqlException e) {
      String where = "COPY " + table.name() + ", line " + line + ", column " + column.name();
      if (field == null) {
        where += ": null input";
      } else if (!binary) {
        where += ": \"" + limit(field.toString()) + "\"";
      }
      throw e.where() == null ? e.withWhere(where) : e.withWhere(e.where() + "\n" + where);
    }
  }

  private String where(long line, String text) {
    String where = "COPY " + table.name() + ", line " + line;
    return text == null ? where : where + ": \"" + limit(text) + "\"";
  }

  private static String limit(String text) {
    String clipped = ObjectNames.clip(text, MAX_SHOWN);
    return clipped.length() == text.length() ? text : clipped + "...";
  }

  /** Stores what is left; returns the number of rows stored. */
  public long finish() {
    flush();
    close();
    ddl.env.session().constraints().endOfStatement();
    return stored;
  }

  /** Gives the snapshot back after an error. */
  public void close() {
    ddl.env.exec().transactions().snapshots().release(snapshot);
  }

  private void flush() {
    if (count == 0) {
      return;
    }
    ddl.env.exec().interrupts().check();
    Vector[] all = vectors.clone();
    Batch computing = new Batch(all);
    computing.count = count;
    for (int i = 0; i < defaults.length; i++) {
      if (defaults[i] != null) {
        all[i] = defaults[i].eval(computing, context.evalContext());
      }
    }
    Batch rows = new Batch(all);
    rows.count = count;
    generated.compute(rows, context.evalContext());
    if (where != null) {
      select(rows);
    }
    tuples.clear();
    for (int i = 0; i < rows.size(); i++) {
      int row = rows.row(i);
      try {
        target.check(rows, row);
      } catch (SqlException e) {
        throw e.withWhere(where(lines[row], shown[row]));
      }
      encoder.encode(rows, row, identity);
      tuples.append(encoder.tuple().bytes(), encoder.tuple().offset(), encoder.tuple().length(), 0);
    }
    ddl.env
        .exec()
        .heap()
        .multiInsert(handle, tuples, ddl.env.exec().transactions().commandId(true), options);
    for (int i = 0; i < rows.size(); i++) {
      int row = rows.row(i);
      try {
        target.insertIndexEntries(rows, row, tuples.tid(i));
        target.inserted(rows, row, tuples.tid(i));
      } catch (SqlException e) {
        throw e.withWhere(where(lines[row], null));
      }
    }
    stored += rows.size();
    count = 0;
  }

  private void select(Batch rows) {
    LongVector holds = (LongVector) where.eval(rows, context.evalContext());
    int[] selection = new int[rows.count];
    int selected = 0;
    for (int i = 0; i < rows.count; i++) {
      if (!holds.isNull(i) && holds.values[i] != 0) {
        selection[selected++] = i;
      }
    }
    rows.selection = selection;
    rows.selected = selected;
  }
}
