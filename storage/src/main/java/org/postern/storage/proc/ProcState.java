package org.postern.storage.proc;

/** What the owner of a process slot is doing; stored by number. */
public enum ProcState {
  FREE,
  STARTING,
  SPARE,
  ACTIVE,
  EXITING,
  DEAD;

  private static final ProcState[] BY_NUMBER = values();

  public int number() {
    return ordinal();
  }

  /** The state of a stored number. */
  public static ProcState of(int number) {
    return BY_NUMBER[number];
  }
}
