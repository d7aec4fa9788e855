package org.postern.protocol.copy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/**
 * How COPY data looks; checked by {@link CopyOptionsBuilder}, which is how it is made from SQL.
 *
 * @param delimiter the byte between columns
 * @param nullString the bytes that stand for NULL
 * @param quote CSV: the byte around values
 * @param escape CSV: the byte before a quote within a value; often the quote itself
 * @param forceQuoteAll CSV output: quote all values that are not null
 * @param forceQuote CSV output: columns whose values are always quoted
 * @param forceNotNull CSV input: columns where the null string is an ordinary value
 * @param forceNull CSV input: columns where the null string means NULL even in quotes
 */
public record CopyFormatOptions(
    CopyFormat format,
    byte delimiter,
    byte[] nullString,
    CopyHeader header,
    byte quote,
    byte escape,
    boolean forceQuoteAll,
    Set<String> forceQuote,
    Set<String> forceNotNull,
    Set<String> forceNull) {

  public CopyFormatOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(header, "header");
    nullString = nullString.clone();
    forceQuote = Set.copyOf(forceQuote);
    forceNotNull = Set.copyOf(forceNotNull);
    forceNull = Set.copyOf(forceNull);
  }

  /** The defaults of the text format. */
  public static CopyFormatOptions text() {
    return new CopyOptionsBuilder().build(true);
  }

  /** The defaults of the CSV format. */
  public static CopyFormatOptions csv() {
    return new CopyOptionsBuilder().format("csv").build(true);
  }

  public static CopyFormatOptions binary() {
    return new CopyOptionsBuilder().format("binary").build(true);
  }

  boolean isNullString(byte[] bytes, int offset, int length) {
    if (length != nullString.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[offset + i] != nullString[i]) {
        return false;
      }
    }
    return true;
  }

  String nullText() {
    return new String(nullString, StandardCharsets.UTF_8);
  }
}
