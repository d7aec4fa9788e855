package org.postern.storage.access;

/** Whether a relation's contents are logged and shared (pg_class.relpersistence). */
public enum Persistence {
  PERMANENT('p'),
  UNLOGGED('u'),
  TEMPORARY('t');

  private final char code;

  Persistence(char code) {
    this.code = code;
  }

  public char code() {
    return code;
  }

  /** Whether changes go to the WAL. */
  public boolean logged() {
    return this == PERMANENT;
  }
}
