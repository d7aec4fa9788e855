package org.postern.protocol.auth;

/**
 * A line of pg_hba.conf that cannot be used, as the server's log tells it (F0000, level LOG).
 *
 * @param file the file's path
 * @param line 1-based
 * @param message what is wrong
 * @param hint how to mend it, or null
 */
public record HbaProblem(String file, int line, String message, String hint) {
  /** The CONTEXT line of the log entry. */
  public String context() {
    return "line " + line + " of configuration file \"" + file + "\"";
  }
}
