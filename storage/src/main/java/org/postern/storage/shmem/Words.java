package org.postern.storage.shmem;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Reads and writes of aligned words in shared memory, named by their memory order.
 *
 * <p>Plain access promises nothing to other processes; acquire and release order what lies before
 * and after; the compare-and-set operations are full fences.
 */
public final class Words {
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private Words() {}

  public static int intPlain(MemorySegment shm, long address) {
    return (int) INT.get(shm, address);
  }

  public static void setIntPlain(MemorySegment shm, long address, int value) {
    INT.set(shm, address, value);
  }

  /** Never hoisted out of a loop, but not ordered with other accesses. */
  public static int intOpaque(MemorySegment shm, long address) {
    return (int) INT.getOpaque(shm, address);
  }

  public static int intAcquire(MemorySegment shm, long address) {
    return (int) INT.getAcquire(shm, address);
  }

  public static void setIntRelease(MemorySegment shm, long address, int value) {
    INT.setRelease(shm, address, value);
  }

  public static void setIntVolatile(MemorySegment shm, long address, int value) {
    INT.setVolatile(shm, address, value);
  }

  public static boolean casInt(MemorySegment shm, long address, int expected, int value) {
    return INT.compareAndSet(shm, address, expected, value);
  }

  public static int getAndSetInt(MemorySegment shm, long address, int value) {
    return (int) INT.getAndSet(shm, address, value);
  }

  public static int getAndAddInt(MemorySegment shm, long address, int delta) {
    return (int) INT.getAndAdd(shm, address, delta);
  }

  public static int getAndOrInt(MemorySegment shm, long address, int bits) {
    return (int) INT.getAndBitwiseOr(shm, address, bits);
  }

  public static int getAndAndInt(MemorySegment shm, long address, int bits) {
    return (int) INT.getAndBitwiseAnd(shm, address, bits);
  }

  public static long longPlain(MemorySegment shm, long address) {
    return (long) LONG.get(shm, address);
  }

  public static void setLongPlain(MemorySegment shm, long address, long value) {
    LONG.set(shm, address, value);
  }

  public static long longAcquire(MemorySegment shm, long address) {
    return (long) LONG.getAcquire(shm, address);
  }

  public static long longVolatile(MemorySegment shm, long address) {
    return (long) LONG.getVolatile(shm, address);
  }

  public static void setLongRelease(MemorySegment shm, long address, long value) {
    LONG.setRelease(shm, address, value);
  }

  public static void setLongVolatile(MemorySegment shm, long address, long value) {
    LONG.setVolatile(shm, address, value);
  }

  public static boolean casLong(MemorySegment shm, long address, long expected, long value) {
    return LONG.compareAndSet(shm, address, expected, value);
  }

  public static long getAndAddLong(MemorySegment shm, long address, long delta) {
    return (long) LONG.getAndAdd(shm, address, delta);
  }

  public static long getAndSetLong(MemorySegment shm, long address, long value) {
    return (long) LONG.getAndSet(shm, address, value);
  }
}
