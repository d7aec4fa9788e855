package org.postern.executor.types.datetime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.postern.executor.types.TimeZoneRule;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Time zones by name: full names without regard to case, POSIX specifications, and abbreviations.
 *
 * <p>Source: PostgreSQL documentation, section 8.5.3 "Time Zones", appendix B.4 and B.5.
 */
public final class TimeZones {
  public static final TimeZoneRule UTC = fixed("UTC", "UTC", 0);

  /** Zone names in lower case to their usual spelling. */
  private static final class Names {
    private static final Map<String, String> CANONICAL = load();

    private static Map<String, String> load() {
      Map<String, String> names = new HashMap<>();
      for (String id : ZoneId.getAvailableZoneIds()) {
        names.put(id.toLowerCase(Locale.ROOT), id);
      }
      return Map.copyOf(names);
    }
  }

  /** An abbreviation: an offset, or the zone that gives it a meaning by date. */
  record Abbreviation(int offset, boolean daylight, String zone) {}

  private static final class Abbreviations {
    private static final Map<String, Abbreviation> BY_NAME = load();

    private static Map<String, Abbreviation> load() {
      Map<String, Abbreviation> result = new HashMap<>();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  TimeZones.class.getResourceAsStream("timezone-abbreviations.txt"),
                  StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (!line.startsWith("#")) {
            String[] words = line.split(" ");
            result.put(words[0], parse(words));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.copyOf(result);
    }

    private static Abbreviation parse(String[] words) {
      boolean number = words[1].charAt(0) == '-' || Character.isDigit(words[1].charAt(0));
      return number
          ? new Abbreviation(Integer.parseInt(words[1]), words.length > 2, null)
          : new Abbreviation(0, false, words[1]);
    }
  }

  private TimeZones() {}

  /** The full names of all zones. */
  public static Collection<String> names() {
    return Names.CANONICAL.values();
  }

  /** All abbreviations, in lower case. */
  public static Collection<String> abbreviations() {
    return Abbreviations.BY_NAME.keySet();
  }

  /** Whether an abbreviation means daylight-saving time at an instant. */
  public static boolean isDaylight(String abbreviation, long epochSecond) {
    Abbreviation found = abbreviation(abbreviation);
    return found.zone == null
        ? found.daylight
        : new AbbreviatedZone(abbreviation, findNamed(found.zone)).isDaylightAt(epochSecond);
  }

  /** A zone by full name or POSIX specification; null when there is none. */
  public static TimeZoneRule find(String name) {
    return findNamed(name);
  }

  static NamedZone findNamed(String name) {
    if (name.equalsIgnoreCase("GMT")) {
      return fixed("GMT", "GMT", 0);
    }
    String canonical = Names.CANONICAL.get(name.toLowerCase(Locale.ROOT));
    if (canonical == null) {
      return PosixZone.parse(name);
    }
    ZoneRules rules = ZoneId.of(canonical).getRules();
    return new NamedZone(canonical, rules, ZoneAbbreviations.ofZone(canonical));
  }

  /** A zone that is always {@code offset} seconds east of Greenwich. */
  static NamedZone fixed(String name, String abbreviation, int offset) {
    ZoneRules rules = ZoneRules.of(ZoneOffset.ofTotalSeconds(offset));
    return new NamedZone(name, rules, ZoneAbbreviations.always(abbreviation));
  }

  /** SET TIME ZONE with a number of seconds east: named as PostgreSQL does, as &lt;+02&gt;-02. */
  public static TimeZoneRule ofOffset(int offset) {
    String name = nameOfOffset(offset);
    return fixed(name, name.substring(1, name.indexOf('>')), offset);
  }

  /** What a zone of so many seconds east is called. */
  private static String nameOfOffset(int offset) {
    String sign = offset < 0 ? "-" : "+";
    String opposite = offset < 0 ? "+" : "-";
    int seconds = Math.abs(offset);
    String text = String.format(Locale.ROOT, "%02d", seconds / 3600);
    if (seconds % 3600 != 0) {
      text += String.format(Locale.ROOT, ":%02d", seconds / 60 % 60);
      if (seconds % 60 != 0) {
        text += String.format(Locale.ROOT, ":%02d", seconds % 60);
      }
    }
    return "<" + sign + text + ">" + opposite + text;
  }

  static Abbreviation abbreviation(String lowerCase) {
    return Abbreviations.BY_NAME.get(lowerCase);
  }

  /**
   * The zone AT TIME ZONE names: an abbreviation first, then a full name or POSIX specification.
   */
  public static TimeZoneRule forConversion(String name) {
    Abbreviation abbreviation = abbreviation(name.toLowerCase(Locale.ROOT));
    if (abbreviation != null) {
      if (abbreviation.zone == null) {
        return fixed(name, name, abbreviation.offset);
      }
      return new AbbreviatedZone(name, findNamed(abbreviation.zone));
    }
    TimeZoneRule zone = find(name);
    if (zone == null) {
      throw notRecognized(name);
    }
    return zone;
  }

  static SqlException notRecognized(String name) {
    return SqlException.error(
        SqlState.INVALID_PARAMETER_VALUE, "time zone \"%s\" not recognized", name);
  }

  /** An abbreviation whose meaning depends on the date. */
  private record AbbreviatedZone(String name, NamedZone zone) implements TimeZoneRule {
    @Override
    public int offsetAt(long epochSecond) {
      return offsetAtLocal(epochSecond + zone.offsetAt(epochSecond));
    }

    @Override
    public int offsetAtLocal(long localEpochSecond) {
      return zone.offsetOfAbbreviation(name, localEpochSecond);
    }

    @Override
    public String abbreviationAt(long epochSecond) {
      return name;
    }

    @Override
    public boolean isDaylightAt(long epochSecond) {
      return zone.isDaylightAt(epochSecond);
    }
  }
}
