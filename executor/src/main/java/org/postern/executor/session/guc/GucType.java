package org.postern.executor.session.guc;

/** The kinds of values; labels as in pg_settings.vartype. */
public enum GucType {
  BOOL("bool"),
  INTEGER("integer"),
  REAL("real"),
  STRING("string"),
  ENUM("enum");

  private final String label;

  GucType(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  static GucType of(String label) {
    for (GucType type : values()) {
      if (type.label.equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no such type: label=" + label);
  }
}
