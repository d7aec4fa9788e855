package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;

import org.postern.executor.types.Interval;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.format.DateToChar;
import org.postern.executor.types.format.NumberReader;
import org.postern.executor.types.format.NumberToChar;
import org.postern.executor.types.format.TemplateReader;

/**
 * to_char and its inverses.
 *
 * <p>Source: PostgreSQL documentation, section 9.8 "Data Type Formatting Functions".
 */
final class FormatFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "numeric_to_char" -> f2((a, b) -> NumberToChar.numeric((Numeric) a, (Slice) b));
      case "int4_to_char", "int8_to_char" ->
          f2((a, b) -> NumberToChar.integer((Long) a, (Slice) b));
      case "float4_to_char" -> f2((a, b) -> NumberToChar.floating((Double) a, (Slice) b, true));
      case "float8_to_char" -> f2((a, b) -> NumberToChar.floating((Double) a, (Slice) b, false));
      case "timestamp_to_char" -> f2((a, b) -> DateToChar.timestamp((Long) a, (Slice) b));
      case "timestamptz_to_char" ->
          fn((a, c) -> DateToChar.timestamptz((Long) a[0], (Slice) a[1], c.types().timeZone()));
      case "interval_to_char" -> f2((a, b) -> DateToChar.interval((Interval) a, (Slice) b));
      case "numeric_to_number" -> f2((a, b) -> NumberReader.read((Slice) a, (Slice) b));
      case "to_date" -> f2((a, b) -> TemplateReader.toDate((Slice) a, (Slice) b));
      case "to_timestamp" ->
          fn((a, c) ->
              TemplateReader.toTimestamptz((Slice) a[0], (Slice) a[1], c.types().timeZone()));
      default -> null;
    };
  }
}
