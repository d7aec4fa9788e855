package org.postern.protocol.copy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.protocol.frame.ProtocolException;

/**
 * Collects the options of a COPY statement and checks that they go together.
 *
 * <p>What is not set keeps the default of the format, so that "not given" and "given as the
 * default" can be told apart: the first is right in every format, the second is not.
 *
 * <p>Source: PostgreSQL documentation, "COPY".
 */
public final class CopyOptionsBuilder {
  private static final String BAD_TEXT_DELIMITERS = "\\.abcdefghijklmnopqrstuvwxyz0123456789";

  private CopyFormat format = CopyFormat.TEXT;
  private String delimiter;
  private String nullString;
  private CopyHeader header = CopyHeader.NONE;
  private String quote;
  private String escape;
  private boolean forceQuoteAll;
  private Set<String> forceQuote = Set.of();
  private Set<String> forceNotNull = Set.of();
  private Set<String> forceNull = Set.of();

  public CopyOptionsBuilder format(String name) {
    format =
        switch (name) {
          case "text" -> CopyFormat.TEXT;
          case "csv" -> CopyFormat.CSV;
          case "binary" -> CopyFormat.BINARY;
          default -> throw invalid("COPY format \"%s\" not recognized", name);
        };
    return this;
  }

  public CopyOptionsBuilder delimiter(String value) {
    delimiter = value;
    return this;
  }

  public CopyOptionsBuilder nullString(String value) {
    nullString = value;
    return this;
  }

  /** The word behind HEADER; null if there is none, which means yes. */
  public CopyOptionsBuilder header(String value) {
    String word = value == null ? "true" : value.toLowerCase(Locale.ROOT);
    header =
        switch (word) {
          case "true", "on", "1" -> CopyHeader.PRESENT;
          case "false", "off", "0" -> CopyHeader.NONE;
          case "match" -> CopyHeader.MATCH;
          default ->
              throw ProtocolException.error(
                  ProtocolException.SYNTAX_ERROR,
                  "%s requires a Boolean value or \"match\"",
                  "header");
        };
    return this;
  }

  public CopyOptionsBuilder quote(String value) {
    quote = value;
    return this;
  }

  public CopyOptionsBuilder escape(String value) {
    escape = value;
    return this;
  }

  /** FORCE_QUOTE with an asterisk. */
  public CopyOptionsBuilder forceQuoteAll() {
    forceQuoteAll = true;
    return this;
  }

  public CopyOptionsBuilder forceQuote(List<String> columns) {
    forceQuote = Set.copyOf(columns);
    return this;
  }

  public CopyOptionsBuilder forceNotNull(List<String> columns) {
    forceNotNull = Set.copyOf(columns);
    return this;
  }

  public CopyOptionsBuilder forceNull(List<String> columns) {
    forceNull = Set.copyOf(columns);
    return this;
  }

  /**
   * Checks and gives the options.
   *
   * @param from true for COPY FROM, false for COPY TO
   */
  public CopyFormatOptions build(boolean from) {
    boolean csv = format == CopyFormat.CSV;
    if (header == CopyHeader.MATCH && !from) {
      throw unsupported("cannot use \"%s\" with HEADER in COPY TO", "match");
    }
    checkBinary();
    String usedDelimiter = delimiter != null ? delimiter : csv ? "," : "\t";
    String usedNull = nullString != null ? nullString : csv ? "" : "\\N";
    String usedQuote = quote != null ? quote : "\"";
    String usedEscape = escape != null ? escape : usedQuote;
    checkDelimiterAndNull(usedDelimiter, usedNull);
    if (format == CopyFormat.BINARY && header != CopyHeader.NONE) {
      throw unsupported("cannot specify HEADER in BINARY mode");
    }
    checkQuoting(usedDelimiter, usedQuote, usedEscape);
    checkForce(from);
    if (usedNull.indexOf(usedDelimiter.charAt(0)) >= 0) {
      throw unsupported("COPY delimiter must not appear in the NULL specification");
    }
    if (csv && usedNull.indexOf(usedQuote.charAt(0)) >= 0) {
      throw unsupported("CSV quote character must not appear in the NULL specification");
    }
    return new CopyFormatOptions(
        format,
        (byte) usedDelimiter.charAt(0),
        usedNull.getBytes(StandardCharsets.UTF_8),
        header,
        (byte) usedQuote.charAt(0),
        (byte) usedEscape.charAt(0),
        forceQuoteAll,
        forceQuote,
        forceNotNull,
        forceNull);
  }

  private void checkBinary() {
    if (format == CopyFormat.BINARY && delimiter != null) {
      throw syntax("cannot specify DELIMITER in BINARY mode");
    }
    if (format == CopyFormat.BINARY && nullString != null) {
      throw syntax("cannot specify NULL in BINARY mode");
    }
  }

  private void checkDelimiterAndNull(String usedDelimiter, String usedNull) {
    if (!isSingleByte(usedDelimiter)) {
      throw unsupported("COPY delimiter must be a single one-byte character");
    }
    if (hasLineEnd(usedDelimiter)) {
      throw invalid("COPY delimiter cannot be newline or carriage return");
    }
    if (hasLineEnd(usedNull)) {
      throw invalid("COPY null representation cannot use newline or carriage return");
    }
    if (format != CopyFormat.CSV && BAD_TEXT_DELIMITERS.contains(usedDelimiter)) {
      throw invalid("COPY delimiter cannot be \"%s\"", usedDelimiter);
    }
  }

  private void checkQuoting(String usedDelimiter, String usedQuote, String usedEscape) {
    boolean csv = format == CopyFormat.CSV;
    if (!csv && quote != null) {
      throw unsupported("COPY quote available only in CSV mode");
    }
    if (csv && !isSingleByte(usedQuote)) {
      throw unsupported("COPY quote must be a single one-byte character");
    }
    if (csv && usedDelimiter.equals(usedQuote)) {
      throw invalid("COPY delimiter and quote must be different");
    }
    if (!csv && escape != null) {
      throw unsupported("COPY escape available only in CSV mode");
    }
    if (csv && !isSingleByte(usedEscape)) {
      throw unsupported("COPY escape must be a single one-byte character");
    }
  }

  private void checkForce(boolean from) {
    checkForce("quote", forceQuoteAll || !forceQuote.isEmpty(), !from, "TO");
    checkForce("not null", !forceNotNull.isEmpty(), from, "FROM");
    checkForce("null", !forceNull.isEmpty(), from, "FROM");
  }

  private void checkForce(String what, boolean given, boolean rightWay, String direction) {
    if (given && format != CopyFormat.CSV) {
      throw unsupported("COPY force %s available only in CSV mode", what);
    }
    if (given && !rightWay) {
      throw unsupported("COPY force %s only available using COPY %s", what, direction);
    }
  }

  private static boolean isSingleByte(String text) {
    return text.length() == 1 && text.charAt(0) != 0 && text.charAt(0) < 0x80;
  }

  private static boolean hasLineEnd(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  private static ProtocolException syntax(String message) {
    return ProtocolException.error(ProtocolException.SYNTAX_ERROR, message);
  }

  private static ProtocolException invalid(String format, Object... args) {
    return ProtocolException.error(ProtocolException.INVALID_PARAMETER_VALUE, format, args);
  }

  private static ProtocolException unsupported(String format, Object... args) {
    return ProtocolException.error(ProtocolException.FEATURE_NOT_SUPPORTED, format, args);
  }
}
