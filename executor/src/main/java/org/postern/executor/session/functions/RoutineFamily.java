package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.deparse.ExprPrinter;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.query.Expr;
import org.postern.executor.session.Session;
import org.postern.executor.types.Slice;

/**
 * Signatures of functions.
 *
 * <p>Source: PostgreSQL documentation, section 9.26.4.
 */
final class RoutineFamily implements FunctionFamily {
  private final Session session;
  private final SessionNames names;

  RoutineFamily(Session session) {
    this.session = session;
    this.names = new SessionNames(session);
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "pg_get_function_arguments" -> f1(a -> arguments(proc(a), true, false));
      case "pg_get_function_identity_arguments" -> f1(a -> arguments(proc(a), false, false));
      case "pg_get_functiondef" -> f1(this::definition);
      case "pg_get_function_result" -> f1(a -> result(proc(a)));
      case "pg_get_function_arg_default" -> f2(this::argumentDefault);
      default -> null;
    };
  }

  private ProcEntry proc(Object oid) {
    return session.database().catalog().procOrNull(((Long) oid).intValue());
  }

  private String typeName(int oid) {
    return session.typeNaming().name(oid, -1, false);
  }

  /** {@code table}: only the columns of RETURNS TABLE, otherwise everything else. */
  private Slice arguments(ProcEntry proc, boolean defaults, boolean table) {
    if (proc == null) {
      return null;
    }
    List<Integer> types = proc.allArgTypes().isEmpty() ? proc.argTypes() : proc.allArgTypes();
    List<String> values = defaults ? defaults(proc) : List.of();
    List<String> printed = new ArrayList<>();
    int input = 0;
    for (int i = 0; i < types.size(); i++) {
      char mode = proc.argModes().isEmpty() ? 'i' : proc.argModes().get(i);
      boolean in = mode == 'i' || mode == 'b' || mode == 'v';
      input += in ? 1 : 0;
      if ((mode == 't') != table) {
        continue;
      }
      StringBuilder out = new StringBuilder(prefix(mode));
      if (i < proc.argNames().size() && !proc.argNames().get(i).isEmpty()) {
        out.append(names.quote(proc.argNames().get(i))).append(' ');
      }
      out.append(typeName(types.get(i)));
      int fromEnd = proc.argTypes().size() - input;
      if (in && fromEnd < values.size()) {
        out.append(" DEFAULT ").append(values.get(values.size() - 1 - fromEnd));
      }
      printed.add(out.toString());
    }
    return Slice.utf8(String.join(", ", printed));
  }

  private static String prefix(char mode) {
    return switch (mode) {
      case 'o' -> "OUT ";
      case 'b' -> "INOUT ";
      case 'v' -> "VARIADIC ";
      default -> "";
    };
  }

  private List<String> defaults(ProcEntry proc) {
    if (proc.defaultText() == null || !proc.defaultText().startsWith("[")) {
      return List.of();
    }
    ExprPrinter printer = new ExprPrinter(names, number -> "", false);
    List<String> printed = new ArrayList<>();
    for (Expr expr : session.database().exprText().readList(proc.defaultText())) {
      printed.add(printer.print(expr));
    }
    return printed;
  }

  private Object definition(Object oid) {
    CatalogRow row = RoutineDefinition.find(session.database().catalog(), (Long) oid);
    if (row == null) {
      return null;
    }
    ProcEntry proc = proc(oid);
    Object result = result(proc);
    return Slice.utf8(
        new RoutineDefinition(session.database().catalog(), names, row)
            .print(
                arguments(proc, true, false).toString(), result == null ? "" : result.toString()));
  }

  private Object argumentDefault(Object oid, Object number) {
    ProcEntry proc = proc(oid);
    if (proc == null) {
      return null;
    }
    List<String> values = defaults(proc);
    int at = ((Long) number).intValue() - 1 - (proc.argTypes().size() - values.size());
    return at < 0 || at >= values.size() ? null : Slice.utf8(values.get(at));
  }

  private Object result(ProcEntry proc) {
    if (proc == null || proc.kind() == 'p') {
      return null;
    }
    Slice columns = arguments(proc, false, true);
    if (!columns.isEmpty() && proc.argModes().contains('t')) {
      return Slice.utf8("TABLE(" + columns + ")");
    }
    String type = typeName(proc.resultType());
    return Slice.utf8(proc.returnsSet() ? "SETOF " + type : type);
  }
}
