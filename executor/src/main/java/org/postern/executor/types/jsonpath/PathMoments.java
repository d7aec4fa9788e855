package org.postern.executor.types.jsonpath;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.datetime.Dates;
import org.postern.executor.types.datetime.TimeZoneCasts;
import org.postern.executor.types.format.StandardDateTime;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Dates and times of the path language: reading and comparing. */
final class PathMoments {
  private static final List<String> FORMATS = formats();

  /** Later dates are after every timestamp. */
  private static final long LAST_DAY = Dates.END_TIMESTAMP / Dates.MICROS_PER_DAY - 1;

  private PathMoments() {}

  /** ISO 8601's forms, the fields of time after those of the date. */
  private static List<String> formats() {
    List<String> formats = new ArrayList<>();
    formats.add("yyyy-mm-dd");
    for (String date : List.of("", "yyyy-mm-dd ", "yyyy-mm-dd\"T\"")) {
      for (String fraction : List.of(".US", "")) {
        for (String zone : List.of("TZH:TZM", "TZH", "")) {
          formats.add(date + "HH24:MI:SS" + fraction + zone);
        }
      }
    }
    return List.copyOf(formats);
  }

  /** The date or time in a string, by a template or, when that is null, by the ISO forms. */
  static StandardDateTime read(PathItem item, Slice template) {
    Slice text = item.string();
    if (text == null) {
      throw PathFailure.of(
          SqlState.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
          "jsonpath item method .datetime() can only be applied to a string");
    }
    if (template != null) {
      try {
        return StandardDateTime.parse(text.toString(), template.toString());
      } catch (SqlException error) {
        throw new PathFailure(error);
      }
    }
    for (String format : FORMATS) {
      try {
        return StandardDateTime.parse(text.toString(), format);
      } catch (SqlException error) {
        // The next form may fit.
        continue;
      }
    }
    throw new PathFailure(
        SqlException.error(
                SqlState.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
                "datetime format is not recognized: \"%s\"",
                text)
            .withHint("Use a datetime template argument to specify the input data format."));
  }

  private static boolean hasDate(int type) {
    return type == TypeOid.DATE || type == TypeOid.TIMESTAMP || type == TypeOid.TIMESTAMPTZ;
  }

  private static boolean zoned(int type) {
    return type == TypeOid.TIMETZ || type == TypeOid.TIMESTAMPTZ;
  }

  private static String shortName(int type) {
    return switch (type) {
      case TypeOid.DATE -> "date";
      case TypeOid.TIME -> "time";
      case TypeOid.TIMETZ -> "timetz";
      case TypeOid.TIMESTAMP -> "timestamp";
      default -> "timestamptz";
    };
  }

  /** Null when the two cannot be compared; a comparison across zones must be allowed. */
  static Integer compare(
      StandardDateTime left, StandardDateTime right, boolean zones, TypeContext context) {
    if (hasDate(left.type()) != hasDate(right.type())) {
      return null;
    }
    if (zoned(left.type()) != zoned(right.type()) && !zones) {
      boolean leftZoned = zoned(left.type());
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "cannot convert value from %s to %s without time zone usage",
              shortName(leftZoned ? right.type() : left.type()),
              shortName(leftZoned ? left.type() : right.type()))
          .withHint("Use *_tz() function for time zone support.");
    }
    boolean toZoned = zoned(left.type()) || zoned(right.type());
    if (!hasDate(left.type())) {
      return toZoned
          ? timeTz(left, context).compareTo(timeTz(right, context))
          : Long.compare((Long) left.value(), (Long) right.value());
    }
    if (left.type() == TypeOid.DATE && right.type() == TypeOid.DATE) {
      return Long.compare((Long) left.value(), (Long) right.value());
    }
    return Long.compare(timestamp(left, toZoned, context), timestamp(right, toZoned, context));
  }

  private static TimeTz timeTz(StandardDateTime moment, TypeContext context) {
    return moment.value() instanceof TimeTz time
        ? time
        : TimeZoneCasts.timeToTimetz((Long) moment.value(), context);
  }

  private static long timestamp(StandardDateTime moment, boolean zoned, TypeContext context) {
    long value = (Long) moment.value();
    return switch (moment.type()) {
      case TypeOid.DATE -> {
        if (value > LAST_DAY) {
          yield Long.MAX_VALUE;
        }
        yield zoned
            ? TimeZoneCasts.dateToTimestamptz(value, context.timeZone())
            : TimeZoneCasts.dateToTimestamp(value);
      }
      case TypeOid.TIMESTAMP -> zoned ? TimeZoneCasts.toUtc(value, context.timeZone()) : value;
      default -> value;
    };
  }
}
