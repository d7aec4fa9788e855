package org.postern.executor.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All system tables, read from the resource {@code system-tables.txt}. */
public final class SystemTables {
  private final Map<String, SystemTable> byName = new LinkedHashMap<>();
  private final Map<Integer, SystemTable> byOid = new HashMap<>();

  private SystemTables() {}

  /** Reads the resource; a backend does this once. */
  public static SystemTables load() {
    SystemTables tables = new SystemTables();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                SystemTables.class.getResourceAsStream("system-tables.txt"),
                StandardCharsets.UTF_8))) {
      String[] head = null;
      List<SystemTable.Column> columns = new ArrayList<>();
      List<SystemTable.Index> indexes = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] f = line.split(" ");
        switch (f[0]) {
          case "R" -> {
            tables.add(head, columns, indexes);
            head = f;
            columns = new ArrayList<>();
            indexes = new ArrayList<>();
          }
          case "C" ->
              columns.add(
                  new SystemTable.Column(
                      f[1],
                      columns.size() + 1,
                      Integer.parseInt(f[2]),
                      f[3].equals("1"),
                      Integer.parseInt(f[4])));
          case "I" ->
              indexes.add(
                  new SystemTable.Index(
                      f[1],
                      Integer.parseInt(f[2]),
                      f[3].equals("1"),
                      f[4].equals("1"),
                      numbers(f[5]),
                      numbers(f[6]),
                      numbers(f[7])));
          default -> {
            // A comment line.
          }
        }
      }
      tables.add(head, columns, indexes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tables;
  }

  private void add(
      String[] head, List<SystemTable.Column> columns, List<SystemTable.Index> indexes) {
    if (head == null) {
      return;
    }
    SystemTable table =
        new SystemTable(
            head[1],
            Integer.parseInt(head[2]),
            head[3].equals("1"),
            Integer.parseInt(head[4]),
            Integer.parseInt(head[5]),
            List.copyOf(columns),
            List.copyOf(indexes));
    byName.put(table.name(), table);
    byOid.put(table.oid(), table);
  }

  private static List<Integer> numbers(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String number : list.split(",")) {
      numbers.add(Integer.valueOf(number));
    }
    return List.copyOf(numbers);
  }

  /** The table called {@code name}; it must exist. */
  public SystemTable table(String name) {
    SystemTable table = byName.get(name);
    if (table == null) {
      throw new IllegalArgumentException("no such system table: name=" + name);
    }
    return table;
  }

  /** The table with this oid, or null. */
  public SystemTable table(int oid) {
    return byOid.get(oid);
  }

  public Collection<SystemTable> all() {
    return byName.values();
  }
}
