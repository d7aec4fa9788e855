package org.postern.executor.types.datetime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which abbreviation a zone uses when. java.time does not know this, so the system's compiled zone
 * files are read; without them the offset itself is the abbreviation.
 *
 * <p>Source: RFC 8536, "The Time Zone Information Format (TZif)".
 */
final class ZoneAbbreviations {
  private static final Path ZONE_FILES = Path.of("/usr/share/zoneinfo");

  /** From {@code start} (seconds since 1970) on, the zone is called so. */
  private record Period(long start, int offset, String name) {}

  private final String fixed;
  private final Path file;
  private volatile List<Period> periods;

  private ZoneAbbreviations(String fixed, Path file) {
    this.fixed = fixed;
    this.file = file;
  }

  static ZoneAbbreviations always(String abbreviation) {
    return new ZoneAbbreviations(abbreviation, null);
  }

  static ZoneAbbreviations ofZone(String zoneName) {
    return new ZoneAbbreviations(null, ZONE_FILES.resolve(zoneName));
  }

  String at(long epochSecond, int offset) {
    if (fixed != null) {
      return fixed;
    }
    String last = null;
    String lastWithOffset = null;
    for (Period period : periods()) {
      if (period.start > epochSecond && last != null) {
        break;
      }
      last = period.name;
      lastWithOffset = period.offset == offset ? period.name : lastWithOffset;
    }
    // After the file's last transition java.time's rules go on; a name with the same offset fits.
    return lastWithOffset != null ? lastWithOffset : numeric(offset);
  }

  Integer offsetOf(String abbreviation, long epochSecond) {
    Integer best = null;
    for (Period period : periods()) {
      if (period.name.equalsIgnoreCase(abbreviation)
          && (best == null || period.start <= epochSecond)) {
        best = period.offset;
      }
    }
    return best;
  }

  private static String numeric(int offset) {
    int minutes = Math.abs(offset) / 60;
    String hours = String.format(java.util.Locale.ROOT, "%02d", minutes / 60);
    String rest =
        minutes % 60 == 0 ? "" : String.format(java.util.Locale.ROOT, "%02d", minutes % 60);
    return (offset < 0 ? "-" : "+") + hours + rest;
  }

  private List<Period> periods() {
    List<Period> known = periods;
    if (known == null) {
      known = read();
      periods = known;
    }
    return known;
  }

  private List<Period> read() {
    try {
      return Files.isRegularFile(file) ? parse(Files.readAllBytes(file)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The second, 64-bit block of the file. */
  private static List<Period> parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < 88 || in.getInt() != 0x545A6966 || bytes[4] < '2') {
      return List.of();
    }
    int[] first = counts(in, 20);
    int second = 44 + first[3] * 5 + first[4] * 6 + first[5] + first[2] * 8 + first[1] + first[0];
    int[] counts = counts(in, second + 20);
    int times = second + 44;
    int indexes = times + counts[3] * 8;
    int types = indexes + counts[3];
    int names = types + counts[4] * 6;
    List<Period> periods = new ArrayList<>();
    periods.add(period(in, Long.MIN_VALUE, types, names));
    for (int i = 0; i < counts[3]; i++) {
      int type = types + (bytes[indexes + i] & 0xFF) * 6;
      periods.add(period(in, in.getLong(times + i * 8), type, names));
    }
    return periods;
  }

  private static int[] counts(ByteBuffer in, int at) {
    int[] counts = new int[6];
    for (int i = 0; i < 6; i++) {
      counts[i] = in.getInt(at + i * 4);
    }
    return counts;
  }

  private static Period period(ByteBuffer in, long start, int type, int names) {
    int from = names + (in.get(type + 5) & 0xFF);
    int to = from;
    while (in.get(to) != 0) {
      to++;
    }
    String name = new String(in.array(), from, to - from, StandardCharsets.US_ASCII);
    return new Period(start, in.getInt(type), name);
  }
}
