package org.postern.executor.types.datetime;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Why a date, time or interval string was refused; the caller knows the type and makes it SQL. */
final class DateTimeSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kinds of refusal, each with its SQLSTATE and message. */
  enum Reason {
    BAD_FORMAT,
    FIELD_OVERFLOW,
    /** A month or day that another DateStyle might accept. */
    MONTH_DAY_OVERFLOW,
    INTERVAL_OVERFLOW,
    ZONE_OVERFLOW
  }

  private final Reason reason;

  private DateTimeSyntaxException(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  static DateTimeSyntaxException badFormat() {
    return new DateTimeSyntaxException(Reason.BAD_FORMAT);
  }

  static DateTimeSyntaxException overflow() {
    return new DateTimeSyntaxException(Reason.FIELD_OVERFLOW);
  }

  static DateTimeSyntaxException of(Reason reason) {
    return new DateTimeSyntaxException(reason);
  }

  Reason reason() {
    return reason;
  }

  SqlException toSql(String type, String text) {
    return switch (reason) {
      case BAD_FORMAT ->
          SqlException.error(
              SqlState.INVALID_DATETIME_FORMAT,
              "invalid input syntax for type %s: \"%s\"",
              type,
              text);
      case FIELD_OVERFLOW -> fieldOverflow(text);
      case MONTH_DAY_OVERFLOW ->
          fieldOverflow(text).withHint("Perhaps you need a different \"datestyle\" setting.");
      case INTERVAL_OVERFLOW ->
          SqlException.error(
              SqlState.INTERVAL_FIELD_OVERFLOW, "interval field value out of range: \"%s\"", text);
      case ZONE_OVERFLOW ->
          SqlException.error(
              SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
              "time zone displacement out of range: \"%s\"",
              text);
    };
  }

  private static SqlException fieldOverflow(String text) {
    return SqlException.error(
        SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"%s\"", text);
  }
}
