package org.postern.executor.types.json;

/** What a JSON value is, in the order in which jsonb sorts values of different kinds. */
public enum JsonKind {
  NULL("null"),
  STRING("string"),
  NUMBER("number"),
  BOOLEAN("boolean"),
  ARRAY("array"),
  OBJECT("object");

  private final String label;

  JsonKind(String label) {
    this.label = label;
  }

  /** The name that json_typeof gives. */
  public String label() {
    return label;
  }

  public boolean isScalar() {
    return compareTo(ARRAY) < 0;
  }
}
