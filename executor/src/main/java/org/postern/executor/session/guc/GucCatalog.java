package org.postern.executor.session.guc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
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

  private final Map<String, GucDefinition> byName = new TreeMap<>();

  private GucCatalog() {}

  /** Reads the list; takes a millisecond or two, so do it once per process. */
  public static GucCatalog load() {
    GucCatalog catalog = new GucCatalog();
    try (InputStream in = GucCatalog.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        GucDefinition definition = parse(line);
        catalog.byName.put(key(definition.name()), definition);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return catalog;
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
    return byName.get(key(name));
  }

  /** Sorted by name. */
  public Collection<GucDefinition> all() {
    return byName.values();
  }
}
