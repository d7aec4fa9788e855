package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.Collections;
import java.util.Iterator;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.json.JsonRecords;
import org.postern.executor.types.json.JsonTree;
import org.postern.executor.types.json.RowShape;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * JSON objects as rows: json_populate_record, json_to_record and their sets.
 *
 * <p>Source: PostgreSQL documentation, section 9.16.1 "Processing and Creating JSON Data".
 */
final class JsonRecordFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "json_populate_record", "jsonb_populate_record" -> fn((a, c) -> populate(a, c, prosrc));
      case "json_to_record", "jsonb_to_record" ->
          fn((a, c) -> {
            RowShape shape = resultShape(c, prosrc);
            JsonTree tree = JsonReadFamily.tree(a[0], true, c);
            return tree.isNull() ? null : new JsonRecords(c.types()).row(tree, shape, null);
          });
      case "json_populate_recordset", "jsonb_populate_recordset" ->
          set((a, c) -> populateSet(a, c, prosrc));
      case "json_to_recordset", "jsonb_to_recordset" ->
          set((a, c) ->
              a[0] == null
                  ? Collections.emptyIterator()
                  : rows(a[0], resultShape(c, prosrc), null, c, prosrc));
      default -> null;
    };
  }

  private static RowShape resultShape(CallContext context, String function) {
    if (context.resultRow() == null) {
      throw undetermined(function);
    }
    return context.resultRow();
  }

  private static SqlException undetermined(String function) {
    return SqlException.error(
            SqlState.FEATURE_NOT_SUPPORTED,
            "could not determine row type for result of %s",
            function)
        .withHint(
            "Provide a non-null record argument, or call the function in the FROM clause using a"
                + " column definition list.");
  }

  /** The row type by the first argument: its type, or for an anonymous row its value. */
  private static RowShape shape(RowValue before, CallContext context, String function) {
    int type = context.types().baseType(context.argumentType(0));
    if (type == TypeOid.RECORD) {
      return before != null ? RowShape.of(before, context.types()) : resultShape(context, function);
    }
    TypeInfo info = context.types().type(type);
    if (info == null || info.category() != 'C') {
      throw SqlException.error(
          SqlState.DATATYPE_MISMATCH, "first argument of %s must be a row type", function);
    }
    return RowShape.of(type, context.types());
  }

  private static Object populate(Object[] args, CallContext context, String function) {
    int type = context.argumentType(0);
    shapeable(type, context, function);
    RowValue before = (RowValue) args[0];
    if (args[1] == null) {
      return before;
    }
    JsonTree tree = JsonReadFamily.tree(args[1], true, context);
    RowShape shape = shape(before, context, function);
    RowValue row =
        tree.isNull() ? before : new JsonRecords(context.types()).row(tree, shape, before);
    if (type != TypeOid.RECORD) {
      context.types().checkDomain(type, row);
    }
    return row;
  }

  private static void shapeable(int type, CallContext context, String function) {
    if (type != TypeOid.RECORD) {
      shape(null, context, function);
    }
  }

  private static Iterator<Object> populateSet(Object[] args, CallContext context, String function) {
    shapeable(context.argumentType(0), context, function);
    if (args[1] == null) {
      return Collections.emptyIterator();
    }
    RowValue before = (RowValue) args[0];
    RowShape shape = shape(before, context, function);
    Iterator<Object> rows = rows(args[1], shape, before, context, function);
    int type = context.argumentType(0);
    if (context.types().baseType(type) == type) {
      return rows;
    }
    java.util.List<Object> checked = new java.util.ArrayList<>();
    rows.forEachRemaining(row -> {
      context.types().checkDomain(type, row);
      checked.add(row);
    });
    return checked.iterator();
  }

  private static Iterator<Object> rows(
      Object json, RowShape shape, RowValue before, CallContext context, String function) {
    JsonTree tree = JsonReadFamily.tree(json, true, context);
    return new JsonRecords(context.types()).rows(tree, shape, before, function).iterator();
  }
}
