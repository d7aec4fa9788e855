package org.postern.storage.proc;

/** The types of wait events; numbers are part of the stored code. */
public enum WaitEventClass {
  LWLOCK(1, "LWLock"),
  LOCK(3, "Lock"),
  BUFFER_PIN(4, "BufferPin"),
  ACTIVITY(5, "Activity"),
  CLIENT(6, "Client"),
  EXTENSION(7, "Extension"),
  IPC(8, "IPC"),
  TIMEOUT(9, "Timeout"),
  IO(10, "IO");

  private static final WaitEventClass[] ALL = values();

  private final int number;
  private final String title;

  WaitEventClass(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /** The code of event {@code id} of this class. */
  public int code(int id) {
    return number << 24 | id;
  }

  /** The name in column wait_event_type. */
  public String title() {
    return title;
  }

  /** The class of a stored code, null for none. */
  public static WaitEventClass of(int code) {
    for (WaitEventClass c : ALL) {
      if (c.number == code >>> 24) {
        return c;
      }
    }
    return null;
  }
}
