package org.postern.executor.sql.ast;

/**
 * A role by name or by reference.
 *
 * @param name null unless the kind is NAMED
 */
public record RoleSpec(Kind kind, String name, int location) implements Node {
  public enum Kind {
    NAMED,
    CURRENT_ROLE,
    CURRENT_USER,
    SESSION_USER,
    PUBLIC
  }
}
