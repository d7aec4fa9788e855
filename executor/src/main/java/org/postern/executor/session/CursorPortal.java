package org.postern.executor.session;

import java.util.List;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.sql.ast.CursorStatement.Fetch;
import org.postern.executor.vector.Batch;

/** FETCH and MOVE. */
final class CursorPortal extends Portal {
  private final Cursor cursor;
  private final Fetch fetch;
  private Cursor.Fetched fetched;

  CursorPortal(Cursor cursor, Fetch fetch) {
    this.cursor = cursor;
    this.fetch = fetch;
  }

  @Override
  public List<PlannedStatement.OutputColumn> columns() {
    return fetch.move() ? List.of() : cursor.columns();
  }

  @Override
  public boolean binary() {
    return cursor.declared().binary();
  }

  @Override
  public Batch next() {
    if (fetched == null) {
      fetched = cursor.fetch(fetch);
    }
    return fetched.next();
  }

  @Override
  public String tag(long rows) {
    return (fetch.move() ? "MOVE " : "FETCH ") + fetched.count();
  }

  @Override
  public void close() {
    // The cursor stays.
  }
}
