package org.postern.executor.types.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian fields of stored values. */
public final class Bytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  public static short getShort(byte[] base, int offset) {
    return (short) SHORT.get(base, offset);
  }

  public static void setShort(byte[] base, int offset, int value) {
    SHORT.set(base, offset, (short) value);
  }

  public static int getInt(byte[] base, int offset) {
    return (int) INT.get(base, offset);
  }

  public static void setInt(byte[] base, int offset, int value) {
    INT.set(base, offset, value);
  }

  public static long getLong(byte[] base, int offset) {
    return (long) LONG.get(base, offset);
  }

  public static void setLong(byte[] base, int offset, long value) {
    LONG.set(base, offset, value);
  }
}
