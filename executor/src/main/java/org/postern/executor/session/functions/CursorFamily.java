package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Cursors;
import org.postern.executor.session.Session;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;

/**
 * The rows of pg_cursors.
 *
 * <p>Source: PostgreSQL documentation, section 54.6 "pg_cursors".
 */
final class CursorFamily implements FunctionFamily {
  private final Session session;

  CursorFamily(Session session) {
    this.session = session;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    return prosrc.equals("pg_cursor") ? set((a, c) -> rows()) : null;
  }

  private Iterator<Object> rows() {
    int[] types = {
      TypeOid.TEXT, TypeOid.TEXT, TypeOid.BOOL, TypeOid.BOOL, TypeOid.BOOL, TypeOid.TIMESTAMPTZ
    };
    List<Object> rows = new ArrayList<>();
    for (Cursors.Described d : session.cursors().describe()) {
      rows.add(
          new RowValue(
              TypeOid.RECORD,
              new Object[] {
                Slice.utf8(d.name()),
                Slice.utf8(d.statement()),
                d.holdable() ? 1L : 0L,
                d.binary() ? 1L : 0L,
                d.scrollable() ? 1L : 0L,
                d.created()
              },
              types));
    }
    return rows.iterator();
  }
}
