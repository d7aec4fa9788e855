package org.postern.storage.smgr;

/**
 * The parallel files of one relation. The numbers are part of the WAL format.
 *
 * <p>Source: PostgreSQL documentation, "Database File Layout".
 */
public enum Fork {
  MAIN(""),
  FREE_SPACE("_fsm"),
  VISIBILITY("_vm"),
  INIT("_init");

  private static final Fork[] BY_NUMBER = values();

  private final String suffix;

  Fork(String suffix) {
    this.suffix = suffix;
  }

  /** What follows the relation's number in the file name. */
  public String suffix() {
    return suffix;
  }

  public int number() {
    return ordinal();
  }

  /** The fork of a stored number. */
  public static Fork of(int number) {
    return BY_NUMBER[number];
  }
}
