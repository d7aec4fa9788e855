package org.postern.storage.buffer;

/**
 * Words of the pool as a whole, a hot one per two cache lines.
 *
 * <pre>
 *    0  clock hand(8)           moves by atomic add; the buffer is hand mod count
 *  128  allocations(8)          victims handed out, for the background writer's pace
 *  256  written by backends(8), by the background writer(8), by checkpoints(8)
 * </pre>
 */
public final class BufferControlLayout {
  public static final int CLOCK_HAND = 0;
  public static final int ALLOCATIONS = 128;
  public static final int WRITTEN_BACKEND = 256;
  public static final int WRITTEN_BACKGROUND = WRITTEN_BACKEND + 8;
  public static final int WRITTEN_CHECKPOINT = WRITTEN_BACKGROUND + 8;
  public static final int SIZE = 512;

  private BufferControlLayout() {}
}
