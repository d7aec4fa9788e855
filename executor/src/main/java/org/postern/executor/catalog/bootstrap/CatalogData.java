package org.postern.executor.catalog.bootstrap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.catalog.SystemTable;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.executor.types.io.StandaloneContext;

/**
 * Reads the initial rows of a system table from its resource.
 *
 * <pre>
 *   file     → constant* columns row*
 *   constant → "=" tab column tab value          the same in every row
 *   columns  → ":" (tab column)*                 what the rows list
 *   row      → value (tab value)*                COPY's text format, \N for NULL
 * </pre>
 */
final class CatalogData {
  /** The superuser's name in the resources. */
  private static final String OWNER = "postgres";

  private final String superuser;

  CatalogData(String superuser) {
    this.superuser = superuser;
  }

  /** The lines of a resource of this package. */
  static List<String> lines(String resource) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                CatalogData.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return in.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows in the table's column order. */
  List<Object[]> rows(SystemTable table) {
    Map<String, String> constants = new HashMap<>();
    String[] columns = {};
    List<Object[]> rows = new ArrayList<>();
    for (String line : lines(table.name() + ".txt")) {
      String[] fields = line.split("\t", -1);
      if (columns.length == 0 && fields[0].equals("=")) {
        constants.put(fields[1], fields[2]);
      } else if (columns.length == 0 && fields[0].equals(":")) {
        columns = fields;
      } else {
        rows.add(row(table, constants, columns, fields));
      }
    }
    return rows;
  }

  private Object[] row(
      SystemTable table, Map<String, String> constants, String[] columns, String[] fields) {
    Object[] values = new Object[table.columns().size()];
    constants.forEach((column, text) -> put(table, values, column, text));
    for (int i = 0; i < fields.length; i++) {
      put(table, values, columns[i + 1], fields[i]);
    }
    return values;
  }

  private void put(SystemTable table, Object[] values, String column, String text) {
    int position = table.position(column);
    if (!text.equals("\\N")) {
      values[position] = value(table.columns().get(position).type(), unescape(text));
    }
  }

  /** A value from its text form. */
  Object value(int type, String text) {
    TypeInfo info = BuiltinTypes.get(type);
    Object value = info.io().input(text, -1, StandaloneContext.DEFAULT);
    return type == TypeOid.ACLITEM_ARRAY ? owned((ArrayValue) value) : value;
  }

  /** Privileges with the superuser's own name. */
  private ArrayValue owned(ArrayValue acl) {
    Object[] items = new Object[acl.size()];
    for (int i = 0; i < items.length; i++) {
      String item = acl.elements()[i].toString();
      int equals = item.indexOf('=');
      int slash = item.lastIndexOf('/');
      items[i] =
          Slice.utf8(
              owner(item.substring(0, equals))
                  + item.substring(equals, slash + 1)
                  + owner(item.substring(slash + 1)));
    }
    return ArrayValue.of(acl.elementType(), items);
  }

  private String owner(String name) {
    if (!name.equals(OWNER)) {
      return name;
    }
    boolean plain = superuser.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    return plain ? superuser : "\"" + superuser.replace("\"", "\"\"") + "\"";
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        c =
            switch (text.charAt(++i)) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> text.charAt(i);
            };
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
