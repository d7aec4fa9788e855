package org.postern.executor.types.datetime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Interval;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.storage.error.SqlException;

/** Operators and functions of dates and times on random values; the results are PostgreSQL's. */
class DateTimeCasesTest {
  private final TimeZoneRule zone = TimeZones.find("America/New_York");
  private final StandaloneContext ctx = StandaloneContext.DEFAULT.with(zone);

  /** A result together with the type that prints it. */
  private record Typed(String type, Object value) {}

  @Test
  void shouldGiveTheResultsOfPostgres() throws IOException {
    List<String> failures = new ArrayList<>();
    int count = 0;
    for (String line : lines()) {
      String[] words = line.split("\t");
      String expected = words[words.length - 1];
      String actual;
      try {
        actual = print(evaluate(words[0], words));
      } catch (SqlException e) {
        actual = e.state().code() + ": " + e.getMessage();
        actual += e.detail() == null ? "" : " | " + e.detail();
      }
      if (!actual.equals(expected)) {
        failures.add(line + ": " + actual);
      }
      count++;
    }
    assertThat(failures).isEmpty();
    assertThat(count).isGreaterThan(400);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                DateTimeCasesTest.class.getResourceAsStream("datetime-cases.tsv"),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private String print(Typed result) {
    if (result.value == null) {
      return "<null>";
    }
    if (result.value instanceof Boolean truth) {
      return truth.toString();
    }
    ByteSink out = new ByteSink();
    BuiltinTypes.get(result.type).io().output(result.value, out, ctx);
    return out.toString();
  }

  private long timestamp(String text) {
    return DateTimeInput.timestamp(text, -1, ctx);
  }

  private long timestamptz(String text) {
    return DateTimeInput.timestamptz(text, -1, ctx);
  }

  private long date(String text) {
    return TimeZoneCasts.timestampToDate(timestamp(text));
  }

  private Interval interval(String text) {
    return IntervalInput.parse(text, -1, ctx);
  }

  private Typed evaluate(String expression, String[] words) {
    String a = words[1];
    String b = words.length > 3 ? words[2] : null;
    if (expression.startsWith("extract") || expression.startsWith("date_part")) {
      return part(expression, a, b);
    }
    if (expression.startsWith("date_trunc")) {
      return truncate(expression, a, b, words);
    }
    if (expression.contains("interval") && !expression.contains("timestamp")) {
      return intervals(expression, a, b);
    }
    return timestamps(expression, a, b, words);
  }

  private Typed part(String expression, String unit, String text) {
    return switch (expression) {
      case "extract(timestamp $)" ->
          new Typed("numeric", DateTimeParts.ofTimestamp(unit, timestamp(text)));
      case "extract(timestamptz $)" ->
          new Typed("numeric", DateTimeParts.ofTimestamptz(unit, timestamptz(text), zone));
      case "extract(interval $)" ->
          new Typed("numeric", DateTimeParts.ofInterval(unit, interval(text)));
      case "extract((timestamp $)::date)" ->
          new Typed("numeric", DateTimeParts.ofDate(unit, date(text)));
      case "extract((timestamp $)::time)" ->
          new Typed("numeric", DateTimeParts.ofTime(unit, Dates.timeOf(timestamp(text))));
      case "extract((timestamptz $)::timetz)" ->
          new Typed(
              "numeric",
              DateTimeParts.ofTimetz(
                  unit, TimeZoneCasts.timestamptzToTimetz(timestamptz(text), zone)));
      case "date_part($,timestamp $)" ->
          new Typed("float8", DateTimeParts.doubleOfTimestamp(unit, timestamp(text), null));
      case "date_part($,interval $)" ->
          new Typed("float8", DateTimeParts.doubleOfInterval(unit, interval(text)));
      default -> throw new IllegalArgumentException(expression);
    };
  }

  private Typed truncate(String expression, String unit, String text, String[] words) {
    return switch (expression) {
      case "date_trunc($,timestamp $)" ->
          new Typed("timestamp", DateTimeTruncation.timestamp(unit, timestamp(text)));
      case "date_trunc($,timestamptz $)" ->
          new Typed("timestamptz", DateTimeTruncation.timestamptz(unit, timestamptz(text), zone));
      case "date_trunc($,timestamptz $,$)" ->
          new Typed(
              "timestamptz",
              DateTimeTruncation.timestamptz(
                  unit, timestamptz(text), TimeZones.forConversion(words[3])));
      case "date_trunc($,interval $)" ->
          new Typed("interval", DateTimeTruncation.interval(unit, interval(text)));
      default -> throw new IllegalArgumentException(expression);
    };
  }

  private Typed intervals(String expression, String a, String b) {
    if (expression.startsWith("(interval $)::interval")) {
      int digits = expression.charAt(expression.length() - 2) - '0';
      int typmod = Precision.intervalTypmod(Precision.FULL_RANGE, digits);
      return new Typed("interval", Precision.interval(interval(a), typmod));
    }
    return switch (expression) {
      case "(interval $)::time" -> new Typed("time", TimeZoneCasts.intervalToTime(interval(a)));
      case "-(interval $)" -> new Typed("interval", IntervalMath.negate(interval(a)));
      case "interval $+interval $" ->
          new Typed("interval", IntervalMath.add(interval(a), interval(b)));
      case "interval $-interval $" ->
          new Typed("interval", IntervalMath.subtract(interval(a), interval(b)));
      case "interval $<interval $" -> new Typed("bool", interval(a).compareTo(interval(b)) < 0);
      case "interval $*$::float8" ->
          new Typed("interval", IntervalMath.multiply(interval(a), Double.parseDouble(b)));
      case "interval $/$::float8" ->
          new Typed("interval", IntervalMath.divide(interval(a), Double.parseDouble(b)));
      case "justify_days(interval $)" ->
          new Typed("interval", IntervalMath.justifyDays(interval(a)));
      case "justify_hours(interval $)" ->
          new Typed("interval", IntervalMath.justifyHours(interval(a)));
      case "justify_interval(interval $)" ->
          new Typed("interval", IntervalMath.justifyInterval(interval(a)));
      case "time $+interval $" ->
          new Typed("time", DateTimeMath.addToTime(DateTimeInput.time(a, -1, ctx), interval(b)));
      default -> {
        assertThat(expression).startsWith("interval $ ");
        yield new Typed("interval", declared(expression, a));
      }
    };
  }

  private Interval declared(String expression, String text) {
    int range = 0;
    String[] fields = expression.substring("interval $ ".length()).split(" to ");
    List<String> names = List.of("year", "month", "day", "hour", "minute", "second");
    int[] masks = {
      Precision.YEAR,
      Precision.MONTH,
      Precision.DAY,
      Precision.HOUR,
      Precision.MINUTE,
      Precision.SECOND
    };
    for (int i = names.indexOf(fields[0]); i <= names.indexOf(fields[fields.length - 1]); i++) {
      range |= masks[i];
    }
    return IntervalInput.parse(
        text, Precision.intervalTypmod(range, Precision.FULL_PRECISION), ctx);
  }

  private Typed timestamps(String expression, String a, String b, String[] words) {
    if (expression.startsWith("(timestamp $)::timestamp(")) {
      int digits = expression.charAt(expression.length() - 2) - '0';
      return new Typed("timestamp", Precision.timestamp(timestamp(a), digits));
    }
    return switch (expression) {
      case "(timestamp $)::date" -> new Typed("date", date(a));
      case "(timestamp $)::date-(timestamp $)::date" ->
          new Typed("int8", DateTimeMath.daysBetween(date(a), date(b)));
      case "(timestamp $)::date::timestamptz" ->
          new Typed("timestamptz", TimeZoneCasts.dateToTimestamptz(date(a), zone));
      case "(timestamp $)::time" -> new Typed("time", TimeZoneCasts.timestampToTime(timestamp(a)));
      case "(timestamp $)::timestamptz" ->
          new Typed("timestamptz", TimeZoneCasts.toUtc(timestamp(a), zone));
      case "(timestamptz $)::date" ->
          new Typed("date", TimeZoneCasts.timestamptzToDate(timestamptz(a), zone));
      case "(timestamptz $)::timestamp" ->
          new Typed("timestamp", TimeZoneCasts.toLocal(timestamptz(a), zone));
      case "(timestamptz $)::timetz" ->
          new Typed("timetz", TimeZoneCasts.timestamptzToTimetz(timestamptz(a), zone));
      case "age(timestamp $,timestamp $)" ->
          new Typed("interval", DateTimeMath.age(timestamp(a), timestamp(b)));
      case "age(timestamptz $,timestamptz $)" ->
          new Typed("interval", DateTimeMath.ageTimestamptz(timestamptz(a), timestamptz(b), zone));
      case "date_bin($,timestamp $,timestamp $)" ->
          new Typed("timestamp", DateTimeMath.bin(interval(a), timestamp(b), timestamp(words[3])));
      case "timestamp $ at time zone $" ->
          new Typed("timestamptz", TimeZoneCasts.zoneUtc(b, timestamp(a)));
      case "timestamp $ at time zone interval $" ->
          new Typed("timestamptz", TimeZoneCasts.zoneUtc(interval(b), timestamp(a)));
      case "timestamptz $ at time zone $" ->
          new Typed("timestamp", TimeZoneCasts.zoneLocal(b, timestamptz(a)));
      case "timestamptz $ at time zone interval $" ->
          new Typed("timestamp", TimeZoneCasts.zoneLocal(interval(b), timestamptz(a)));
      case "timestamp $+interval $" ->
          new Typed("timestamp", DateTimeMath.addToTimestamp(timestamp(a), interval(b)));
      case "timestamp $-interval $" ->
          new Typed("timestamp", DateTimeMath.subtractFromTimestamp(timestamp(a), interval(b)));
      case "timestamp $-timestamp $" ->
          new Typed("interval", DateTimeMath.subtract(timestamp(a), timestamp(b)));
      case "timestamptz $+interval $" ->
          new Typed(
              "timestamptz", DateTimeMath.addToTimestamptz(timestamptz(a), interval(b), zone));
      case "timestamptz $-interval $" ->
          new Typed(
              "timestamptz",
              DateTimeMath.subtractFromTimestamptz(timestamptz(a), interval(b), zone));
      case "to_timestamp($::float8)" ->
          new Typed("timestamptz", DateTimeMake.fromEpoch(Double.parseDouble(a)));
      default -> throw new IllegalArgumentException(expression);
    };
  }
}
