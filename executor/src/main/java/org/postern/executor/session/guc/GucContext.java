package org.postern.executor.session.guc;

/**
 * When, and by whom, a parameter may be set, strictest first. The same constants say in which
 * capacity somebody tries to set one.
 *
 * <p>Source: PostgreSQL documentation, view pg_settings, column context.
 */
public enum GucContext {
  INTERNAL("internal"),
  POSTMASTER("postmaster"),
  SIGHUP("sighup"),
  SUPERUSER_BACKEND("superuser-backend"),
  BACKEND("backend"),
  SUPERUSER("superuser"),
  USER("user");

  private final String label;

  GucContext(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  static GucContext of(String label) {
    for (GucContext context : values()) {
      if (context.label.equals(label)) {
        return context;
      }
    }
    throw new IllegalArgumentException("no such context: label=" + label);
  }
}
