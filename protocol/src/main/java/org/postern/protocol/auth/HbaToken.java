package org.postern.protocol.auth;

/**
 * A word of pg_hba.conf.
 *
 * @param text the word, without its quotes
 * @param quoted true if it began with a quote: it is a name then, never a keyword
 */
record HbaToken(String text, boolean quoted) {
  boolean isKeyword(String keyword) {
    return !quoted && text.equals(keyword);
  }
}
