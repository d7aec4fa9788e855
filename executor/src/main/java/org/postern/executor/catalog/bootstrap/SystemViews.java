package org.postern.executor.catalog.bootstrap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The views of pg_catalog and information_schema: names, oids and columns from {@code views.txt},
 * definitions from {@code system-views.sql}. A view without a definition or with a column of a
 * missing type is left out.
 *
 * <p>In the SQL file a line {@code -- view SCHEMA.NAME} begins a definition that reaches to the
 * next such line. The definition of a view of information_schema gives its columns in order; names
 * and types are put on here, since there nearly every column is of a domain.
 */
final class SystemViews {
  private static final String MARK = "-- view ";

  /** A call: key words are in upper case, so a lower-case word before a parenthesis is one. */
  private static final Pattern CALL = Pattern.compile("(?<![\\w.])([a-z][a-z_0-9]*)\\(");

  private static final Pattern SOURCE =
      Pattern.compile("((?:pg_catalog|information_schema)\\.[a-z_0-9]+)");

  private final Map<Integer, String> domains;
  private final List<View> views = new ArrayList<>();

  /** A view; {@code text} is its SELECT. */
  record View(
      String schema,
      String name,
      int oid,
      int rowType,
      String acl,
      int rule,
      int arrayType,
      String text,
      Set<String> calls,
      Set<String> sources,
      List<RelationRows.Column> columns) {

    Set<Integer> columnTypes() {
      Set<Integer> types = new HashSet<>();
      columns.forEach(column -> types.add(column.type()));
      return types;
    }
  }

  /** {@code domains} are the names of information_schema's domains by oid. */
  SystemViews(Map<Integer, String> domains) {
    this.domains = domains;
    Map<String, String> definitions = definitions();
    String[] head = null;
    List<RelationRows.Column> columns = new ArrayList<>();
    for (String line : CatalogData.lines("views.txt")) {
      String[] f = line.split(" ");
      switch (f[0]) {
        case "V" -> {
          add(head, columns, definitions);
          head = f;
          columns = new ArrayList<>();
        }
        case "C" ->
            columns.add(
                new RelationRows.Column(
                    f[1],
                    Integer.parseInt(f[2]),
                    Integer.parseInt(f[3]),
                    false,
                    Integer.parseInt(f[4])));
        default -> {
          // A comment line.
        }
      }
    }
    add(head, columns, definitions);
  }

  List<View> views() {
    return views;
  }

  private void add(
      String[] head, List<RelationRows.Column> columns, Map<String, String> definitions) {
    if (head == null) {
      return;
    }
    String definition = definitions.get(head[1] + "." + head[2]);
    if (definition == null) {
      return;
    }
    String text = definition;
    if (head[1].equals("information_schema")) {
      text = typed(text, columns);
    }
    views.add(
        new View(
            head[1],
            head[2],
            Integer.parseInt(head[3]),
            Integer.parseInt(head[4]),
            head[6],
            Integer.parseInt(head[7]),
            Integer.parseInt(head[5]),
            text,
            matches(CALL, definition),
            matches(SOURCE, definition),
            List.copyOf(columns)));
  }

  private static Set<String> matches(Pattern pattern, String text) {
    Set<String> found = new HashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /**
   * The views that can be used: all their functions are among {@code functions}, their column types
   * among {@code types}, and the views they read are usable too.
   */
  List<View> usable(Set<String> functions, Set<Integer> types) {
    Set<String> all = new HashSet<>();
    views.forEach(view -> all.add(view.schema() + "." + view.name()));
    Set<String> good = new HashSet<>();
    List<View> result = new ArrayList<>();
    for (View view : views) {
      Set<String> read = new HashSet<>(view.sources());
      read.retainAll(all);
      if (functions.containsAll(view.calls())
          && types.containsAll(view.columnTypes())
          && good.containsAll(read)) {
        good.add(view.schema() + "." + view.name());
        result.add(view);
      }
    }
    return result;
  }

  private String typed(String text, List<RelationRows.Column> columns) {
    StringBuilder select = new StringBuilder("SELECT ");
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      RelationRows.Column column = columns.get(i);
      String comma = i == 0 ? "" : ", ";
      String domain = domains.get(column.type());
      names.append(comma).append('c').append(i + 1);
      select.append(comma).append("v.c").append(i + 1);
      if (domain != null) {
        select.append("::information_schema.").append(domain);
      }
      select.append(" AS \"").append(column.name()).append('"');
    }
    return select + " FROM (" + text + ") AS v(" + names + ")";
  }

  private static Map<String, String> definitions() {
    Map<String, String> definitions = new HashMap<>();
    String name = null;
    StringBuilder text = new StringBuilder();
    for (String line : CatalogData.lines("system-views.sql")) {
      if (line.startsWith(MARK)) {
        put(definitions, name, text);
        name = line.substring(MARK.length()).strip();
        text.setLength(0);
      } else if (!line.startsWith("--")) {
        text.append(line).append('\n');
      }
    }
    put(definitions, name, text);
    return definitions;
  }

  private static void put(Map<String, String> definitions, String name, StringBuilder text) {
    if (name != null) {
      String select = text.toString().strip();
      definitions.put(
          name, select.endsWith(";") ? select.substring(0, select.length() - 1) : select);
    }
  }
}
