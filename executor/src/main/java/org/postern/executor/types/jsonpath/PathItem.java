package org.postern.executor.types.jsonpath;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.format.StandardDateTime;
import org.postern.executor.types.json.JsonDates;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbArray;

/** What a path gives: a JSON value, or a date or time, which JSON itself does not have. */
sealed interface PathItem {
  /** A value of jsonb. */
  record Json(Jsonb value) implements PathItem {}

  /** A date or time. */
  record Moment(StandardDateTime moment) implements PathItem {}

  static PathItem of(Jsonb value) {
    return new Json(value);
  }

  /** The array that this is, or null. */
  default JsonbArray array() {
    return this instanceof Json json && json.value() instanceof JsonbArray array ? array : null;
  }

  /** The number that this is, or null. */
  default Jsonb.Number number() {
    return this instanceof Json json && json.value() instanceof Jsonb.Number number ? number : null;
  }

  /** The content of the string that this is, or null. */
  default Slice string() {
    return this instanceof Json json && json.value() instanceof Jsonb.Text text
        ? text.value()
        : null;
  }

  /** The name of its type as the method type() gives it. */
  default String typeName() {
    return switch (this) {
      case Json json -> json.value().kind().label();
      case Moment m ->
          switch (m.moment().type()) {
            case TypeOid.DATE -> "date";
            case TypeOid.TIME -> "time without time zone";
            case TypeOid.TIMETZ -> "time with time zone";
            case TypeOid.TIMESTAMP -> "timestamp without time zone";
            default -> "timestamp with time zone";
          };
    };
  }

  /** As jsonb; a date or time becomes a string. */
  default Jsonb toJsonb() {
    return switch (this) {
      case Json json -> json.value();
      case Moment m -> {
        ByteSink out = new ByteSink();
        Object value = m.moment().value();
        switch (m.moment().type()) {
          case TypeOid.DATE -> JsonDates.date((Long) value, out);
          case TypeOid.TIME -> JsonDates.time((Long) value, out);
          case TypeOid.TIMETZ -> JsonDates.timeTz((TimeTz) value, out);
          case TypeOid.TIMESTAMP -> JsonDates.timestamp((Long) value, out);
          default -> JsonDates.timestamptz((Long) value, m.moment().east(), out);
        }
        yield new Jsonb.Text(out.toSlice());
      }
    };
  }
}
