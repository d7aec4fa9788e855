package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.jsonpath.JsonPath;
import org.postern.executor.types.jsonpath.PathQuery;

/**
 * Functions and operators that evaluate a jsonpath. Those ending in _tz may use the session's time
 * zone; the operators are silent.
 *
 * <p>Source: PostgreSQL documentation, section 9.16.1 "Processing and Creating JSON Data".
 */
final class JsonPathFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    boolean zones = prosrc.endsWith("_tz");
    return switch (zones ? prosrc.substring(0, prosrc.length() - 3) : prosrc) {
      case "jsonb_path_exists_opr", "jsonb_path_exists" ->
          fn((a, c) -> bool(query(a, zones).exists(c.types())));
      case "jsonb_path_match_opr", "jsonb_path_match" ->
          fn((a, c) -> bool(query(a, zones).match(c.types())));
      case "jsonb_path_query" ->
          set((a, c) -> new ArrayList<Object>(query(a, zones).items(c.types())).iterator());
      case "jsonb_path_query_array" -> fn((a, c) -> query(a, zones).array(c.types()));
      case "jsonb_path_query_first" -> fn((a, c) -> query(a, zones).first(c.types()));
      default -> null;
    };
  }

  private static Long bool(Boolean value) {
    return value == null ? null : Fn.bool(value);
  }

  private static PathQuery query(Object[] args, boolean zones) {
    boolean operator = args.length == 2;
    return new PathQuery(
        (Jsonb) args[0],
        (JsonPath) args[1],
        operator ? null : (Jsonb) args[2],
        operator || (Long) args[3] != 0,
        zones);
  }
}
