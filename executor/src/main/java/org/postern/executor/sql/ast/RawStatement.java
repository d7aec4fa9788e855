package org.postern.executor.sql.ast;

/**
 * One statement of a query string with the text it came from.
 *
 * @param location where its text begins
 * @param length how many chars its text has; 0 stands for "up to the end of the string"
 */
public record RawStatement(Statement statement, int location, int length) {
  /** The statement's own text, without the semicolon that ends it. */
  public String textIn(String query) {
    return length == 0 ? query.substring(location) : query.substring(location, location + length);
  }
}
