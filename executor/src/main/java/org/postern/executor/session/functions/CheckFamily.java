package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.postern.executor.command.RelationVerifier;
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
      case "verify_heapam" -> set((a, c) -> table(a));
      default -> null;
    };
  }

  private RelationVerifier verifier() {
    return new RelationVerifier(session.utility().environment());
  }

  private Object index(Object[] args, boolean parents) {
    verifier().checkIndex(((Long) args[0]).intValue(), parents, flag(args, 1), flag(args, 2));
    return Fn.VOID;
  }

  private static boolean flag(Object[] args, int position) {
    return args.length > position && (Long) args[position] != 0;
  }

  private Iterator<Object> table(Object[] args) {
    String[] names = {"relation", "on_error_stop", "check_toast", "skip"};
    for (int i = 0; i < names.length; i++) {
      if (args[i] == null) {
        throw invalid("%s cannot be null", names[i]);
      }
    }
    String skip = args[3].toString().toLowerCase(Locale.ROOT);
    if (!skip.equals("none") && !skip.equals("all-visible") && !skip.equals("all-frozen")) {
      throw invalid("invalid skip option")
          .withHint("Valid skip options are \"all-visible\", \"all-frozen\", and \"none\".");
    }
    int oid = ((Long) args[0]).intValue();
    long blocks = verifier().openTable(oid);
    if (blocks == 0) {
      return Collections.emptyIterator();
    }
    long first = block(args[4], 0, blocks, "starting");
    long last = block(args[5], blocks - 1, blocks, "ending");
    List<Object> rows = new ArrayList<>();
    var check = new ServerInfo.TableCheck(flag(args, 1), flag(args, 2), skip, first, last + 1);
    for (ServerInfo.TableProblem problem : server.checkTable(oid, check)) {
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

  private static long block(Object given, long otherwise, long blocks, String which) {
    if (given == null) {
      return otherwise;
    }
    long block = (Long) given;
    if (block < 0 || block >= blocks) {
      throw invalid("%s block number must be between 0 and %d", which, blocks - 1);
    }
    return block;
  }

  private static SqlException invalid(String format, Object... args) {
    return SqlException.error(SqlState.INVALID_PARAMETER_VALUE, format, args);
  }
}
