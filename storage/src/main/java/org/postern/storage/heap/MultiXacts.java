package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalOutput;

/**
 * Lists of transactions that hold one row together, named by a 64-bit multixact id. A list is
 * written once and never changed.
 *
 * <pre>
 * page   → header 32, List*            in an ordinary logged file beside the commit log
 * List   → count 8, member^count       member = xid &lt;&lt; 3 | LockStatus
 * id     = block &lt;&lt; 10 | offset of the list in the page / 8
 * </pre>
 *
 * <p>New lists go to the end of the last page, under its exclusive lock. The id is the place, so
 * there is no counter to recover: what a record of a tuple names was logged before it.
 *
 * <p>Source: PostgreSQL documentation, "Multixacts and Wraparound" (there is none here: 64 bits).
 */
final class MultiXacts {
  static final RelFileLocator LOCATOR =
      new RelFileLocator(RelFileLocator.COMMIT_LOG_TABLESPACE, 0, 2);

  static final int CREATE = 0;

  private static final int PLACE_BITS = 10;
  private static final int CACHE = 64;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final BufferPool pool;
  private final PageEdits edits;
  private final StorageManager files;
  private final long[] cachedId = new long[CACHE];
  private final long[][] cachedMembers = new long[CACHE][];
  private boolean exists;

  MultiXacts(BufferPool pool, PageEdits edits, StorageManager files) {
    this.pool = pool;
    this.edits = edits;
    this.files = files;
  }

  /** The members of a list; not to be changed. */
  long[] members(long id) {
    int slot = (int) (id ^ id >>> PLACE_BITS) & CACHE - 1;
    if (cachedId[slot] == id) {
      return cachedMembers[slot];
    }
    long block = id >>> PLACE_BITS;
    int place = (int) (id & (1 << PLACE_BITS) - 1) * 8;
    int buffer = pool.read(LOCATOR, Fork.MAIN, block);
    long[] list;
    try {
      pool.lockShared(buffer);
      try {
        list = read(pool.memory(), pool.page(buffer), place, id);
      } finally {
        pool.unlock(buffer);
      }
    } finally {
      pool.unpin(buffer);
    }
    cachedId[slot] = id;
    cachedMembers[slot] = list;
    return list;
  }

  private static long[] read(MemorySegment mem, long page, int place, long id) {
    int lower = PageLayout.lower(mem, page);
    long count = place >= PageLayout.HEADER_SIZE && place < lower ? mem.get(LONG, page + place) : 0;
    if (count < 1 || place + 8 + 8 * count > lower) {
      throw SqlException.error(
          SqlState.DATA_CORRUPTED,
          "MultiXactId %d does no longer exist -- apparent wraparound",
          id);
    }
    long[] list = new long[(int) count];
    for (int i = 0; i < list.length; i++) {
      list[i] = mem.get(LONG, page + place + 8 + 8L * i);
    }
    return list;
  }

  /** The member that updated or deleted the row, 0 if all only lock. */
  long updater(long id) {
    for (long member : members(id)) {
      if (RowLocks.status(member).isUpdate) {
        return RowLocks.xid(member);
      }
    }
    return 0;
  }

  boolean anyRunning(long id, HeapVisibility visibility) {
    for (long member : members(id)) {
      if (visibility.running(RowLocks.xid(member))) {
        return true;
      }
    }
    return false;
  }

  /** Writes a list; returns its id. */
  long create(long[] members, int count) {
    int size = 8 + 8 * count;
    int buffer = lastPage(size);
    try {
      MemorySegment mem = pool.memory();
      long page = pool.page(buffer);
      boolean fresh = SlottedPage.isNew(mem, page);
      int place;
      try (PageEdit edit = edits.begin(RmgrId.MULTIXACT, CREATE)) {
        int index = edit.add(buffer, fresh ? BlockFlags.WILL_INIT : BlockFlags.STANDARD);
        WalOutput out = edit.blockData(index);
        out.putByte(fresh ? 1 : 0);
        if (fresh) {
          SlottedPage.init(mem, page, 0);
        }
        place = PageLayout.lower(mem, page);
        out.putShort(place).putLong(count);
        for (int i = 0; i < count; i++) {
          out.putLong(members[i]);
        }
        write(mem, page, new WalInput(out.array(), 1, out.length() - 1));
        edit.log();
      }
      return pool.block(buffer) << PLACE_BITS | place / 8;
    } finally {
      pool.unlockUnpin(buffer);
    }
  }

  /** Repeats {@link #create} on a page; also used by it. */
  static void redo(MemorySegment mem, long page, WalInput in) {
    if (in.getByte() != 0) {
      SlottedPage.init(mem, page, 0);
    }
    write(mem, page, in);
  }

  private static void write(MemorySegment mem, long page, WalInput in) {
    int place = in.getUnsignedShort();
    int bytes = in.remaining();
    in.copyTo(mem, page + place, bytes);
    PageLayout.setLower(mem, page, place + bytes);
  }

  /** The last page, pinned and exclusively locked, with room for {@code size} bytes. */
  private int lastPage(int size) {
    if (PageLayout.HEADER_SIZE + size > PageLayout.PAGE_SIZE) {
      throw SqlException.error(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "too many transactions hold a lock on one row");
    }
    if (!exists) {
      files.create(LOCATOR, Fork.MAIN, true);
      exists = true;
    }
    long blocks = pool.nblocks(LOCATOR, Fork.MAIN);
    if (blocks > 0) {
      int buffer = pool.read(LOCATOR, Fork.MAIN, blocks - 1);
      pool.lockExclusive(buffer);
      long page = pool.page(buffer);
      boolean fresh = SlottedPage.isNew(pool.memory(), page);
      if (fresh || PageLayout.lower(pool.memory(), page) + size <= PageLayout.PAGE_SIZE) {
        return buffer;
      }
      pool.unlockUnpin(buffer);
    }
    return pool.extend(LOCATOR, Fork.MAIN);
  }
}
