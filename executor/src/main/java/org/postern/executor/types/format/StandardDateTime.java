package org.postern.executor.types.format;

import java.util.List;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.datetime.Dates;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * A date or time read by a template, of the type that the template's fields say. The template obeys
 * the SQL standard: only certain separators may stand outside of quotes.
 *
 * @param type date, time, timetz, timestamp or timestamptz
 * @param value the scalar of that type
 * @param east the offset that the text named, in seconds east of Greenwich
 */
public record StandardDateTime(int type, Object value, int east) {
  private static final String SEPARATORS = "-./,':; ";

  /** Throws 22007 and its kin when the text does not fit. */
  public static StandardDateTime parse(String text, String template) {
    List<DateTemplate.Node> nodes = DateTemplate.parse(template);
    boolean dated = false;
    boolean timed = false;
    boolean zoned = false;
    for (DateTemplate.Node node : nodes) {
      if (node.key() == null) {
        requireSeparator(node);
        continue;
      }
      switch (node.upperKey()) {
        case "FX" -> {}
        case "TZ", "OF", "TZH", "TZM" -> zoned = true;
        case "A.M.", "P.M.", "AM", "PM", "HH", "HH12", "HH24", "MI", "SS", "MS", "US" ->
            timed = true;
        case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6", "SSSS", "SSSSS" -> timed = true;
        default -> dated = true;
      }
    }
    return of(text, TemplateReader.readStrictly(text, nodes), dated, timed, zoned);
  }

  private static void requireSeparator(DateTemplate.Node node) {
    if (!node.quoted() && !SEPARATORS.contains(node.text())) {
      throw error("invalid datetime format separator: \"%s\"", node.text());
    }
  }

  private static SqlException error(String format, Object... args) {
    return SqlException.error(SqlState.INVALID_DATETIME_FORMAT, format, args);
  }

  private static StandardDateTime of(
      String text, TemplateFields fields, boolean dated, boolean timed, boolean zoned) {
    if (!dated && !timed) {
      throw error("datetime format is not dated and not timed");
    }
    if (dated && !timed && zoned) {
      throw error("datetime format is zoned but not timed");
    }
    long day = dated ? fields.dayNumber(text) : 0;
    long time = fields.timeOfDay(text);
    if (!timed) {
      if (!Dates.isValidDate(day)) {
        throw SqlException.error(
            SqlState.DATETIME_VALUE_OUT_OF_RANGE, "date out of range: \"%s\"", text);
      }
      return new StandardDateTime(TypeOid.DATE, day, 0);
    }
    int west = 0;
    if (zoned) {
      if (fields.zone == null) {
        throw error(
            "missing time zone in input string for type %s", dated ? "timestamptz" : "timetz");
      }
      west = fields.zone;
    }
    if (!dated) {
      return zoned
          ? new StandardDateTime(TypeOid.TIMETZ, new TimeTz(time, west), -west)
          : new StandardDateTime(TypeOid.TIME, time, 0);
    }
    if (day < Dates.MIN_DATE || day > Dates.END_TIMESTAMP / Dates.MICROS_PER_DAY) {
      throw Dates.timestampOutOfRange();
    }
    long local = day * Dates.MICROS_PER_DAY + time;
    return new StandardDateTime(
        zoned ? TypeOid.TIMESTAMPTZ : TypeOid.TIMESTAMP,
        Dates.checkTimestamp(local + west * Dates.MICROS_PER_SECOND),
        -west);
  }
}
