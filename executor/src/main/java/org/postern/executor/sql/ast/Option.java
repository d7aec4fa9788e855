package org.postern.executor.sql.ast;

/**
 * A name with an optional value, the common currency of WITH lists and of statement options.
 *
 * @param namespace the part before the dot, such as {@code toast}; else null
 * @param value null when only the name was written
 * @param action ADD, SET or DROP in the lists that alter options
 */
public record Option(String namespace, String name, OptionValue value, Action action, int location)
    implements Node {
  public enum Action {
    NONE,
    SET,
    ADD,
    DROP
  }

  public Option(String name, OptionValue value, int location) {
    this(null, name, value, Action.NONE, location);
  }

  /** An option that switches something on or off. */
  public static Option flag(String name, boolean value, int location) {
    return new Option(name, new OptionValue.Flag(value), location);
  }

  public static Option text(String name, String value, int location) {
    return new Option(name, new OptionValue.Text(value), location);
  }
}
