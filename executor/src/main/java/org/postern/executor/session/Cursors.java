package org.postern.executor.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.plan.Plan;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.plan.StatementPlanner;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.CursorStatement;
import org.postern.executor.types.Tid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The cursors of a session: DECLARE, CLOSE, and what the ends of transactions and savepoints do to
 * them.
 *
 * <p>Source: PostgreSQL documentation, DECLARE.
 */
public final class Cursors {
  /** Milliseconds from 1970 to 2000. */
  private static final long EPOCH_MILLIS = 946_684_800_000L;

  private final Session session;
  private final Map<String, Cursor> open = new LinkedHashMap<>();

  Cursors(Session session) {
    this.session = session;
  }

  /** One row of pg_cursors. */
  public record Described(
      String name,
      String statement,
      boolean holdable,
      boolean binary,
      boolean scrollable,
      long created) {}

  /** The open cursors. */
  public List<Described> describe() {
    List<Described> rows = new ArrayList<>();
    for (Cursor cursor : open.values()) {
      Cursor.Declared d = cursor.declared();
      rows.add(
          new Described(d.name(), d.statement(), d.hold(), d.binary(), d.scroll(), d.created()));
    }
    return rows;
  }

  /** The cursor of this name; throws 34000. */
  Cursor get(String name) {
    Cursor cursor = open.get(name);
    if (cursor == null) {
      throw SqlException.error(SqlState.INVALID_CURSOR_NAME, "cursor \"%s\" does not exist", name);
    }
    return cursor;
  }

  /** Runs DECLARE. {@code text} is the whole query string. */
  String declare(CursorStatement.Declare statement, String text, Prepared query, Object[] params) {
    if (statement.name().isEmpty()) {
      throw SqlException.error(
          SqlState.INVALID_CURSOR_NAME, "invalid cursor name: must not be empty");
    }
    if (!statement.hold() && session.block().state() != TransactionBlock.State.BLOCK) {
      throw SqlException.error(
          SqlState.NO_ACTIVE_SQL_TRANSACTION,
          "%s can only be used in transaction blocks",
          "DECLARE CURSOR");
    }
    CursorRows.Extended extended = CursorRows.extend(session.analyzeQuery(query));
    check(statement, extended.query());
    PlannedStatement plan =
        new StatementPlanner(session.plannerEnvironment()).plan(extended.query());
    if (open.containsKey(statement.name())) {
      throw SqlException.error(
          SqlState.DUPLICATE_CURSOR, "cursor \"%s\" already exists", statement.name());
    }
    boolean scroll =
        statement.scroll() != null
            ? statement.scroll()
            : extended.query().rowMarks().isEmpty() && readsBackward(plan.plan());
    QueryPortal source = new QueryPortal(session, plan, params);
    source.startCursor();
    int hidden = extended.rows().sources().size();
    Cursor cursor =
        new Cursor(
            new Cursor.Declared(
                statement.name(),
                text,
                statement.binary(),
                statement.hold(),
                scroll,
                Boolean.FALSE.equals(statement.scroll()),
                (System.currentTimeMillis() - EPOCH_MILLIS) * 1000),
            source,
            plan.output().subList(0, plan.output().size() - hidden),
            extended.rows(),
            session.execEnvironment());
    cursor.depth = session.block().depth();
    open.put(statement.name(), cursor);
    return "DECLARE CURSOR";
  }

  private static void check(CursorStatement.Declare statement, Query query) {
    for (Query.CommonTable with : query.with()) {
      if (with.query().command() != Query.Command.SELECT) {
        throw SqlException.error(
            SqlState.FEATURE_NOT_SUPPORTED,
            "DECLARE CURSOR must not contain data-modifying statements in WITH");
      }
    }
    if (query.rowMarks().isEmpty()) {
      return;
    }
    String words = "FOR " + query.rowMarks().getFirst().strength().name().replace('_', ' ');
    if (statement.hold()) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "DECLARE CURSOR WITH HOLD ... %s is not supported",
              words)
          .withDetail("Holdable cursors must be READ ONLY.");
    }
    if (Boolean.TRUE.equals(statement.scroll())) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "DECLARE SCROLL CURSOR ... %s is not supported",
              words)
          .withDetail("Scrollable cursors must be READ ONLY.");
    }
    if (Boolean.TRUE.equals(statement.insensitive())) {
      throw SqlException.error(
              SqlState.INVALID_CURSOR_DEFINITION,
              "DECLARE INSENSITIVE CURSOR ... %s is not valid",
              words)
          .withDetail("Insensitive cursors must be READ ONLY.");
    }
  }

  /** Whether PostgreSQL's executor could run such a plan backward without keeping its rows. */
  private static boolean readsBackward(Plan plan) {
    return switch (plan) {
      case Plan.SeqScan p -> p.sample() == null;
      case Plan.IndexScan p -> true;
      case Plan.TidScan p -> true;
      case Plan.ValuesScan p -> true;
      case Plan.FunctionScan p -> true;
      case Plan.CommonTableScan p -> true;
      case Plan.Sort p -> true;
      case Plan.Filter p -> readsBackward(p.input());
      case Plan.Project p -> readsBackward(p.input());
      case Plan.Limit p -> readsBackward(p.input());
      case Plan.LockRows p -> readsBackward(p.input());
      case Plan.Append p -> p.inputs().stream().allMatch(Cursors::readsBackward);
      default -> false;
    };
  }

  /** CLOSE; null for ALL. */
  String close(String name) {
    if (name == null) {
      open.values().forEach(Cursor::close);
      open.clear();
      return "CLOSE CURSOR ALL";
    }
    get(name).close();
    open.remove(name);
    return "CLOSE CURSOR";
  }

  /** The tid of the row a cursor stands on, for WHERE CURRENT OF. */
  Tid current(String name, int table) {
    RelationEntry relation = session.database().relations().relation(table);
    return get(name).currentTid(table, relation.name());
  }

  /** The transaction ends; holdable cursors survive a commit. */
  void ending(boolean commit) {
    if (open.isEmpty()) {
      return;
    }
    Collection<Cursor> all = List.copyOf(open.values());
    for (Cursor cursor : all) {
      if (cursor.held()) {
        continue;
      }
      if (commit && cursor.declared().hold()) {
        cursor.hold();
        continue;
      }
      open.remove(cursor.declared().name());
      if (commit) {
        cursor.close();
      } else {
        cursor.drop();
      }
    }
  }

  /** A savepoint was rolled back: cursors opened behind it are gone. */
  void rolledBack(int depth) {
    open.values()
        .removeIf(cursor -> {
          boolean gone = cursor.depth > depth;
          if (gone) {
            cursor.drop();
          }
          return gone;
        });
  }

  /** A savepoint was released: its cursors belong to what is around it. */
  void released(int depth) {
    for (Cursor cursor : open.values()) {
      cursor.depth = Math.min(cursor.depth, depth);
    }
  }

  /** The session forgets everything. */
  void clear() {
    open.values().forEach(Cursor::drop);
    open.clear();
  }
}
