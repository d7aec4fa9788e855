package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Session;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Checks of indexes and tables.
 *
 * <p>Source: PostgreSQL documentation, appendix F.2 "amcheck".
 */
final class CheckFamily implements FunctionFamily {
  private static final int[] PROBLEM = {TypeOid.INT8, TypeOid.INT4, TypeOid.INT4, TypeOid.TEXT};

  private final Session session;
  private final ServerInfo server;

  CheckFamily(Session session, ServerInfo server) {
    this.session = session;
    this.server = server;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "bt_index_check" -> fn((a, c) -> index(a, false));
      case "bt_index_parent_check" -> fn((a, c) -> index(a, true));
      case "verify_heapam" -> set((a, c) -> table((Long) a[0]));
      default -> null;
    };
  }

  private Object index(Object[] args, boolean parents) {
    int oid = ((Long) args[0]).intValue();
    RelationEntry relation = session.database().relations().relation(oid);
    if (relation == null || relation.kind() != 'i') {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "only B-Tree indexes are supported as targets for verification");
    }
    server.checkIndex(oid, parents, args.length > 1 && (Long) args[1] != 0);
    return Fn.VOID;
  }

  private Iterator<Object> table(long oid) {
    List<Object> rows = new ArrayList<>();
    for (ServerInfo.TableProblem problem : server.checkTable((int) oid)) {
      Object[] values = {
        problem.block(),
        problem.offset() == 0 ? null : Long.valueOf(problem.offset()),
        problem.attribute() == 0 ? null : Long.valueOf(problem.attribute()),
        Slice.utf8(problem.message())
      };
      rows.add(new RowValue(TypeOid.RECORD, values, PROBLEM));
    }
    return rows.iterator();
  }
}
