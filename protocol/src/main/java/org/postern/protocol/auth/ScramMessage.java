package org.postern.protocol.auth;

import org.postern.protocol.frame.ProtocolException;

/**
 * A cursor over one SCRAM message: attributes of the form {@code a=value}, separated by commas.
 *
 * <p>Source: RFC 5802, section 7 (formal syntax).
 */
final class ScramMessage {
  /** Stands for the end of the message where a character is asked for. */
  static final char END = '\0';

  private final String text;
  private int at;

  ScramMessage(byte[] input) {
    if (input.length == 0) {
      throw malformed("The message is empty.");
    }
    text = Ascii.text(input);
    if (text.indexOf(END) >= 0) {
      throw malformed("Message length does not match input length.");
    }
  }

  static ProtocolException malformed(String detail) {
    return ProtocolException.violation("malformed SCRAM message").withDetail("%s", detail);
  }

  char peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  void advance() {
    at++;
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  String from(int start) {
    return text.substring(start);
  }

  String between(int start, int end) {
    return text.substring(start, end);
  }

  /** The value of the attribute that must stand here. */
  String value(char attribute) {
    if (peek() != attribute) {
      throw malformed(
          "Expected attribute \""
              + attribute
              + "\" but found \""
              + Ascii.sanitized(peek())
              + "\".");
    }
    advance();
    return valueBehind(attribute);
  }

  /** The letter of the attribute that stands here, whichever it is; its value comes next. */
  char anyAttribute() {
    char attribute = peek();
    if (attribute == END) {
      throw malformed("Attribute expected, but found end of string.");
    }
    if (!((attribute >= 'A' && attribute <= 'Z') || (attribute >= 'a' && attribute <= 'z'))) {
      throw malformed(
          "Attribute expected, but found invalid character \""
              + Ascii.sanitized(attribute)
              + "\".");
    }
    advance();
    return attribute;
  }

  /** The value of an attribute whose letter was just read; the comma behind it is skipped. */
  String valueBehind(char attribute) {
    if (peek() != '=') {
      throw malformed("Expected character \"=\" for attribute \"" + attribute + "\".");
    }
    advance();
    int comma = text.indexOf(',', at);
    int end = comma < 0 ? text.length() : comma;
    String value = text.substring(at, end);
    at = comma < 0 ? end : end + 1;
    return value;
  }
}
