package org.postern.executor.session.guc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * All built-in parameters, read from the list {@code parameters.tsv} beside this class. Names are
 * compared without regard to case.
 *
 * <pre>
 * Line -> name, unit, category, context, type, min, max, values, default, flags; tabs between
 * </pre>
 */
public final class GucCatalog {
  private static final String RESOURCE = "parameters.tsv";
  private static final int FIELDS = 10;

  private final Map<String, String> lines = new TreeMap<>();
  private final Map<String, GucDefinition> read = new HashMap<>();
  private final List<String> reported = new ArrayList<>();

  private GucCatalog() {}

  /**
   * Finds the lines of the list. A line is read when someone asks for its parameter: a process
   * needs few of them, and has just started.
   */
  public static GucCatalog load() {
    String text;
    try (InputStream in = GucCatalog.class.getResourceAsStream(RESOURCE)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    GucCatalog catalog = new GucCatalog();
    text.lines().forEach(catalog::add);
    return catalog;
  }

  private void add(String line) {
    String key = key(line.substring(0, line.indexOf('\t')));
    lines.put(key, line);
    if (line.indexOf(GucFlag.REPORT.letter(), line.lastIndexOf('\t')) >= 0) {
      reported.add(key);
    }
  }

  private static GucDefinition parse(String line) {
    String[] field = new String[FIELDS];
    int start = 0;
    for (int i = 0; i < FIELDS; i++) {
      int tab = line.indexOf('\t', start);
      int end = tab < 0 ? line.length() : tab;
      field[i] = line.substring(start, end);
      start = end + 1;
    }
    return new GucDefinition(
        field[0],
        GucUnit.of(field[1]),
        field[2],
        GucContext.of(field[3]),
        GucType.of(field[4]),
        number(field[5]),
        number(field[6]),
        field[7].isEmpty() ? List.of() : List.of(field[7].replace("\"\"", "").split(",", -1)),
        field[8],
        field[9],
        false);
  }

  private static double number(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    // The list has the largest double rounded to six digits, which would be out of range.
    return text.equals("1.79769e+308") ? Double.MAX_VALUE : Double.parseDouble(text);
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Null if there is no such parameter. */
  public GucDefinition find(String name) {
    String key = key(name);
    String line = lines.get(key);
    return line == null ? null : read.computeIfAbsent(key, _ -> parse(line));
  }

  /** Their names in lower case, sorted. */
  public Collection<String> names() {
    return lines.keySet();
  }

  /** The names of those that a client is told of, in lower case. */
  Collection<String> reported() {
    return reported;
  }
}
