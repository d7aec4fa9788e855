package org.postern.protocol.frame;

import java.util.Locale;
import java.util.Objects;

/**
 * A fault in what the client sent, worded as PostgreSQL words it.
 *
 * <p>Its {@link Outcome} says what becomes of the connection, because a broken frame can no longer
 * be answered: once the length word is nonsense, the next message boundary is unknown.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** 08P01, protocol_violation: the state of nearly every fault reported by this module. */
  public static final String PROTOCOL_VIOLATION = "08P01";

  /** 0A000, feature_not_supported. */
  public static final String FEATURE_NOT_SUPPORTED = "0A000";

  /** 22021, character_not_in_repertoire. */
  public static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";

  /** 22023, invalid_parameter_value. */
  public static final String INVALID_PARAMETER_VALUE = "22023";

  /** 22P04, bad_copy_file_format. */
  public static final String BAD_COPY_FILE_FORMAT = "22P04";

  /** 28000, invalid_authorization_specification. */
  public static final String INVALID_AUTHORIZATION = "28000";

  /** 28P01, invalid_password. */
  public static final String INVALID_PASSWORD = "28P01";

  /** 42601, syntax_error. */
  public static final String SYNTAX_ERROR = "42601";

  /** What the server does with the connection after the fault. */
  public enum Outcome {
    /** Reported to the client; the session goes on. */
    ERROR,
    /** Reported to the client; then the connection is closed. */
    FATAL,
    /** Only logged; the connection is closed without a word, as PostgreSQL's COMMERROR does. */
    DROP
  }

  private final String sqlState;
  private final Outcome outcome;
  private String detail;
  private String hint;

  private ProtocolException(Outcome outcome, String sqlState, String message) {
    super(message);
    this.outcome = Objects.requireNonNull(outcome, "outcome");
    this.sqlState = Objects.requireNonNull(sqlState, "sqlState");
  }

  /** A fault that ends the statement. {@code format} is used as is when there are no args. */
  public static ProtocolException error(String sqlState, String format, Object... args) {
    return new ProtocolException(Outcome.ERROR, sqlState, format(format, args));
  }

  /** A fault that ends the connection after it was reported. */
  public static ProtocolException fatal(String sqlState, String format, Object... args) {
    return new ProtocolException(Outcome.FATAL, sqlState, format(format, args));
  }

  /** A fault that ends the connection without an answer; the text is for the server's log. */
  public static ProtocolException drop(String format, Object... args) {
    return new ProtocolException(Outcome.DROP, PROTOCOL_VIOLATION, format(format, args));
  }

  /** 08P01 that ends the statement: the commonest case. */
  public static ProtocolException violation(String format, Object... args) {
    return error(PROTOCOL_VIOLATION, format, args);
  }

  private static String format(String format, Object... args) {
    return args.length == 0 ? format : String.format(Locale.ROOT, format, args);
  }

  public ProtocolException withDetail(String format, Object... args) {
    this.detail = format(format, args);
    return this;
  }

  public ProtocolException withHint(String format, Object... args) {
    this.hint = format(format, args);
    return this;
  }

  /** The same fault, now ending the connection: before login no error is survivable. */
  public ProtocolException asFatal() {
    if (outcome != Outcome.ERROR) {
      return this;
    }
    var raised = new ProtocolException(Outcome.FATAL, sqlState, getMessage());
    raised.detail = detail;
    raised.hint = hint;
    raised.initCause(this);
    return raised;
  }

  public String sqlState() {
    return sqlState;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** True if the connection ends, with or without a word to the client. */
  public boolean fatal() {
    return outcome != Outcome.ERROR;
  }

  /** Null where absent, as is {@link #hint()}. */
  public String detail() {
    return detail;
  }

  public String hint() {
    return hint;
  }
}
