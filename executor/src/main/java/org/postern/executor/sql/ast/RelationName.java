package org.postern.executor.sql.ast;

/**
 * The name of a table, view, index or sequence.
 *
 * @param catalog database name, null when absent
 * @param schema null when absent
 * @param inherit false after {@code ONLY}: descendants stay out
 */
public record RelationName(
    String catalog, String schema, String name, boolean inherit, int location) implements Node {
  @Override
  public String toString() {
    String qualified = schema == null ? name : schema + "." + name;
    return catalog == null ? qualified : catalog + "." + qualified;
  }
}
