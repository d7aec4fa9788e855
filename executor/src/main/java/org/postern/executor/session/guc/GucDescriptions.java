package org.postern.executor.session.guc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What SHOW ALL and pg_settings say about each parameter, from {@code descriptions.tsv} beside this
 * class. Kept apart from {@link GucCatalog}, which every process reads when it starts.
 *
 * <pre>
 * Line -> name, short description, further description or empty; tabs between
 * </pre>
 */
public final class GucDescriptions {
  private static final String RESOURCE = "descriptions.tsv";

  private final Map<String, String[]> byName = new HashMap<>();

  private GucDescriptions() {}

  /** Reads the list. */
  public static GucDescriptions load() {
    GucDescriptions descriptions = new GucDescriptions();
    try (InputStream in = GucDescriptions.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", -1);
        descriptions.byName.put(fields[0], fields);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return descriptions;
  }

  /** Null where there is none, as for a name that a user made up. */
  public String brief(String name) {
    return field(name, 1);
  }

  /** Null where there is nothing more to say. */
  public String further(String name) {
    return field(name, 2);
  }

  private String field(String name, int index) {
    String[] fields = byName.get(name);
    return fields == null || fields[index].isEmpty() ? null : fields[index];
  }
}
