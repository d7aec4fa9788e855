package org.postern.storage.lock;

import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.proc.WaitEvent;
import org.postern.storage.proc.WaitEventClass;

/** The columns wait_event_type and wait_event of pg_stat_activity, from a slot's code. */
public final class WaitEventNames {
  private WaitEventNames() {}

  /** Null when not waiting. */
  public static String type(int code) {
    WaitEventClass eventClass = WaitEventClass.of(code);
    return eventClass == null ? null : eventClass.title();
  }

  /** Null when not waiting. */
  public static String name(int code) {
    WaitEventClass eventClass = WaitEventClass.of(code);
    if (eventClass == null) {
      return null;
    }
    int id = code & 0xFFFFFF;
    return switch (eventClass) {
      case LWLOCK -> LwLockId.waitEventName(id);
      case LOCK -> LockTag.Kind.of(id).waitEvent();
      default -> WaitEvent.of(code).title();
    };
  }
}
