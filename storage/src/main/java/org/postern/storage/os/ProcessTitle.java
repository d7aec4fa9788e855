package org.postern.storage.os;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * What {@code ps} shows as this process's command line.
 *
 * <p>The title overwrites the argument area that the kernel noted at exec (fields 48 and 49 of
 * /proc/self/stat); a longer title is cut. Nothing happens where there is no such area.
 */
public final class ProcessTitle {
  private static final int STAT_ARG_START = 45;
  private static final int STAT_ARG_END = 46;

  private final MemorySegment area;
  private int length;

  /** Looks up the argument area of this process. */
  public ProcessTitle() {
    String[] fields = NativeCalls.LINUX ? ProcessControl.stat(ProcessControl.pid()) : null;
    if (fields == null || fields.length <= STAT_ARG_END) {
      area = MemorySegment.NULL;
      return;
    }
    long start = Long.parseLong(fields[STAT_ARG_START]);
    long end = Long.parseLong(fields[STAT_ARG_END]);
    area = start == 0 || end <= start ? MemorySegment.NULL : NativeCalls.at(start, end - start);
    length = (int) area.byteSize();
  }

  /** Shows {@code title} from now on. */
  public void set(String title) {
    if (area.byteSize() == 0) {
      return;
    }
    end(0, title.getBytes(StandardCharsets.UTF_8));
  }

  /** Shows {@code bytes} from position {@code from} on; what stands before it stays. */
  public void end(int from, byte[] bytes) {
    int room = (int) area.byteSize() - 1 - from;
    if (room < 0) {
      return;
    }
    int count = Math.min(bytes.length, room);
    MemorySegment.copy(bytes, 0, area, ValueLayout.JAVA_BYTE, from, count);
    int end = from + count;
    for (int i = end; i < length; i++) {
      area.set(ValueLayout.JAVA_BYTE, i, (byte) 0);
    }
    length = end;
  }
}
