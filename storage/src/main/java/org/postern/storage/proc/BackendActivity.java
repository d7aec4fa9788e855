package org.postern.storage.proc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import org.postern.storage.shmem.Words;

/** Writes this process's activity for pg_stat_activity; see {@link ActivityLayout} for the rule. */
public final class BackendActivity {
  private static final int READ_TRIES = 1000;

  private final MemorySegment shm;
  private final long base;

  BackendActivity(MemorySegment shm, long base) {
    this.shm = shm;
    this.base = base;
  }

  private void begin() {
    int count = Words.intPlain(shm, base + ActivityLayout.CHANGE_COUNT);
    Words.setIntPlain(shm, base + ActivityLayout.CHANGE_COUNT, count | 1);
    VarHandle.fullFence();
  }

  private void end() {
    int count = Words.intPlain(shm, base + ActivityLayout.CHANGE_COUNT);
    Words.setIntRelease(shm, base + ActivityLayout.CHANGE_COUNT, (count | 1) + 1);
  }

  /** Says who is connected, from where, and what kind of process this is. */
  public void connected(
      String backendType,
      String user,
      String database,
      String clientAddress,
      String clientHost,
      int clientPort,
      long now) {
    begin();
    Words.setLongPlain(shm, base + ActivityLayout.BACKEND_START, now);
    Words.setLongPlain(shm, base + ActivityLayout.STATE_CHANGE, now);
    Words.setIntPlain(shm, base + ActivityLayout.CLIENT_PORT, clientPort);
    put(ActivityLayout.BACKEND_TYPE, ActivityLayout.BACKEND_TYPE_SIZE, backendType);
    put(ActivityLayout.USER_NAME, ActivityLayout.NAME_SIZE, user);
    put(ActivityLayout.DATABASE_NAME, ActivityLayout.NAME_SIZE, database);
    put(ActivityLayout.CLIENT_ADDRESS, ActivityLayout.NAME_SIZE, clientAddress);
    put(ActivityLayout.CLIENT_HOST, ActivityLayout.NAME_SIZE, clientHost);
    end();
  }

  public void applicationName(String name) {
    begin();
    put(ActivityLayout.APPLICATION_NAME, ActivityLayout.NAME_SIZE, name);
    end();
  }

  /** What a process is that serves no client, or none at the moment. */
  public void unconnected(String backendType, long processStart) {
    begin();
    shm.asSlice(
            base + ActivityLayout.STATE,
            ActivityLayout.QUERY + ActivityLayout.QUERY_SIZE - ActivityLayout.STATE)
        .fill((byte) 0);
    Words.setLongPlain(shm, base + ActivityLayout.BACKEND_START, processStart);
    put(ActivityLayout.BACKEND_TYPE, ActivityLayout.BACKEND_TYPE_SIZE, backendType);
    end();
  }

  /** A statement begins in a transaction that began at {@code xactStart}. */
  public void running(String query, long queryId, long now, long xactStart) {
    begin();
    Words.setLongPlain(shm, base + ActivityLayout.XACT_START, xactStart);
    Words.setIntPlain(shm, base + ActivityLayout.STATE, ActivityState.RUNNING.number());
    Words.setLongPlain(shm, base + ActivityLayout.STATE_CHANGE, now);
    Words.setLongPlain(shm, base + ActivityLayout.QUERY_START, now);
    Words.setLongPlain(shm, base + ActivityLayout.QUERY_ID, queryId);
    put(ActivityLayout.QUERY, ActivityLayout.QUERY_SIZE, query);
    end();
  }

  /** The state changes; the last query stays shown. {@code xactStart} is 0 for no transaction. */
  public void state(ActivityState state, long now, long xactStart) {
    begin();
    Words.setIntPlain(shm, base + ActivityLayout.STATE, state.number());
    Words.setLongPlain(shm, base + ActivityLayout.STATE_CHANGE, now);
    Words.setLongPlain(shm, base + ActivityLayout.XACT_START, xactStart);
    end();
  }

  private void put(int offset, int size, String value) {
    byte[] bytes = value == null ? new byte[0] : utf8Head(value, size);
    int length = Math.min(bytes.length, size - 1);
    while (length > 0 && length < bytes.length && (bytes[length] & 0xC0) == 0x80) {
      length--;
    }
    MemorySegment.copy(bytes, 0, shm, ValueLayout.JAVA_BYTE, base + offset, length);
    shm.set(ValueLayout.JAVA_BYTE, base + offset + length, (byte) 0);
  }

  private static byte[] utf8Head(String value, int size) {
    String head = value.length() > size ? value.substring(0, size) : value;
    return head.getBytes(StandardCharsets.UTF_8);
  }

  /** Copies the activity at {@code base}, repeating while its owner writes. */
  static ActivitySnapshot read(MemorySegment shm, long base) {
    byte[] copy = new byte[ActivityLayout.SIZE];
    for (int i = 0; i < READ_TRIES; i++) {
      int before = Words.intAcquire(shm, base + ActivityLayout.CHANGE_COUNT);
      MemorySegment.copy(shm, ValueLayout.JAVA_BYTE, base, copy, 0, copy.length);
      VarHandle.acquireFence();
      int after = Words.intAcquire(shm, base + ActivityLayout.CHANGE_COUNT);
      if (before == after && (before & 1) == 0) {
        break;
      }
      Thread.onSpinWait();
    }
    MemorySegment m = MemorySegment.ofArray(copy);
    return new ActivitySnapshot(
        ActivityState.of(m.get(ValueLayout.JAVA_INT_UNALIGNED, ActivityLayout.STATE)),
        time(m, ActivityLayout.BACKEND_START),
        time(m, ActivityLayout.XACT_START),
        time(m, ActivityLayout.QUERY_START),
        time(m, ActivityLayout.STATE_CHANGE),
        time(m, ActivityLayout.QUERY_ID),
        m.get(ValueLayout.JAVA_INT_UNALIGNED, ActivityLayout.CLIENT_PORT),
        text(copy, ActivityLayout.APPLICATION_NAME, ActivityLayout.NAME_SIZE),
        text(copy, ActivityLayout.USER_NAME, ActivityLayout.NAME_SIZE),
        text(copy, ActivityLayout.DATABASE_NAME, ActivityLayout.NAME_SIZE),
        text(copy, ActivityLayout.CLIENT_ADDRESS, ActivityLayout.NAME_SIZE),
        text(copy, ActivityLayout.CLIENT_HOST, ActivityLayout.NAME_SIZE),
        text(copy, ActivityLayout.BACKEND_TYPE, ActivityLayout.BACKEND_TYPE_SIZE),
        text(copy, ActivityLayout.QUERY, ActivityLayout.QUERY_SIZE));
  }

  private static long time(MemorySegment m, int offset) {
    return m.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
  }

  private static String text(byte[] copy, int offset, int size) {
    int length = 0;
    while (length < size && copy[offset + length] != 0) {
      length++;
    }
    return new String(copy, offset, length, StandardCharsets.UTF_8);
  }
}
