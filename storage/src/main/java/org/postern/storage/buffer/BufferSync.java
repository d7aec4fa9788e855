package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.postern.storage.shmem.Words;
import org.postern.storage.walapi.FlushParticipant;

/**
 * A checkpoint's part in the buffer pool: writes every buffer that is dirty when it starts, in file
 * order, and then syncs the files written since the last checkpoint.
 *
 * <p>Buffers dirtied later need not be written: their changes come after the redo pointer. Those
 * found dirty are marked, so that whoever writes one first takes the mark off.
 *
 * <p>Source: PostgreSQL documentation, "WAL Configuration".
 */
public final class BufferSync implements FlushParticipant {
  private final BufferPool pool;
  private final BufferAddresses at;
  private final MemorySegment shm;

  public BufferSync(BufferPool pool) {
    this.pool = pool;
    this.at = pool.addresses();
    this.shm = pool.memory();
  }

  @Override
  public String title() {
    return "buffers";
  }

  /** One marked buffer, ordered by its place on disk. */
  private record Item(int spcOid, int dbOid, long relNumber, int fork, long block, int buffer)
      implements Comparable<Item> {
    @Override
    public int compareTo(Item o) {
      int c = Integer.compareUnsigned(spcOid, o.spcOid);
      c = c != 0 ? c : Integer.compareUnsigned(dbOid, o.dbOid);
      c = c != 0 ? c : Long.compare(relNumber, o.relNumber);
      c = c != 0 ? c : Integer.compare(fork, o.fork);
      return c != 0 ? c : Long.compare(block, o.block);
    }
  }

  @Override
  public long flush(long redoPointer, Throttle throttle) {
    Item[] items = mark();
    Arrays.sort(items);
    long written = 0;
    for (int i = 0; i < items.length; i++) {
      int buffer = items[i].buffer;
      if (BufferState.has(at.state(buffer), BufferState.CHECKPOINT_NEEDED)
          && pool.writeIfDirty(buffer)) {
        written++;
        Words.getAndAddLong(shm, at.control + BufferControlLayout.WRITTEN_CHECKPOINT, 1);
      }
      throttle.progress(i + 1L, items.length);
    }
    pool.storageManager().syncPending();
    return written;
  }

  private Item[] mark() {
    Item[] items = new Item[Math.min(1024, at.count)];
    int n = 0;
    for (int buffer = 0; buffer < at.count; buffer++) {
      long base = at.descriptor(buffer);
      for (; ; ) {
        long state = BufferDescriptorLayout.stateAcquire(shm, base);
        if (!BufferState.has(state, BufferState.DIRTY)) {
          break;
        }
        if (BufferDescriptorLayout.casState(
            shm, base, state, state | BufferState.CHECKPOINT_NEEDED)) {
          if (n == items.length) {
            items = Arrays.copyOf(items, Math.min(at.count, n * 2));
          }
          items[n++] =
              new Item(
                  BufferDescriptorLayout.spcOid(shm, base),
                  BufferDescriptorLayout.dbOid(shm, base),
                  BufferDescriptorLayout.relNumber(shm, base),
                  BufferDescriptorLayout.fork(shm, base),
                  BufferDescriptorLayout.block(shm, base),
                  buffer);
          break;
        }
      }
    }
    return Arrays.copyOf(items, n);
  }
}
