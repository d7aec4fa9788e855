package org.postern.executor.session.guc;

/**
 * Where a setting's value came from, weakest first: a value never replaces one of a stronger
 * source. The labels are those of {@code pg_settings.source}.
 *
 * <p>Source: PostgreSQL documentation, "Setting Parameters" and the view pg_settings.
 */
public enum GucSource {
  DEFAULT("default"),
  DYNAMIC_DEFAULT("default"),
  ENVIRONMENT("environment variable"),
  FILE("configuration file"),
  COMMAND_LINE("command line"),
  GLOBAL("global"),
  DATABASE("database"),
  USER("user"),
  DATABASE_USER("database user"),
  CLIENT("client"),
  OVERRIDE("override"),
  INTERACTIVE("interactive"),
  TEST("test"),
  SESSION("session");

  private final String label;

  GucSource(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Values of these sources also become what RESET goes back to. */
  public boolean setsResetValue() {
    return compareTo(OVERRIDE) <= 0;
  }
}
