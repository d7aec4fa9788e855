package org.postern.executor.sql.ast;

import java.util.List;

/** A dotted name of anything: the last part is the object's own name. Operators use it too. */
public record QualifiedName(List<String> parts, int location) implements Node {
  public QualifiedName {
    parts = List.copyOf(parts);
  }

  public static QualifiedName of(String name, int location) {
    return new QualifiedName(List.of(name), location);
  }

  /** A name in the system's own schema, as the grammar's special syntax produces it. */
  public static QualifiedName system(String name, int location) {
    return new QualifiedName(List.of("pg_catalog", name), location);
  }

  public String name() {
    return parts.getLast();
  }

  /** The part before the name, null when the name stands alone. */
  public String schema() {
    return parts.size() < 2 ? null : parts.get(parts.size() - 2);
  }

  @Override
  public String toString() {
    return String.join(".", parts);
  }
}
