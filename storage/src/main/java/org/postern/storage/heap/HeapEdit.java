package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.TableHandle;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalOutput;

/**
 * One change of the heap: a page edit whose pages' ops are written as {@link HeapWal} says,
 * together with the visibility map pages that it touches.
 *
 * <pre>
 * edit.prepare(table, buffer);                       // may read the map page, so before the edit
 * try (HeapEdit e = edit.begin(table, kind, xid)) {
 *   int b = e.add(buffer);
 *   e.clearVisible(b);
 *   HeapWal.put(mem, page, item, image, e.out(b));
 *   e.end();
 * }
 * </pre>
 *
 * One object per process, used for one change at a time.
 */
final class HeapEdit implements AutoCloseable {
  private static final int MAX_MAPS = 2;

  private final BufferPool pool;
  private final PageEdits edits;
  private final VisibilityMap map;
  private final MemorySegment mem;
  private final int[] mapBuffer = new int[MAX_MAPS];
  private final int[] mapIndex = new int[MAX_MAPS];
  private final long[] mapPage = new long[MAX_MAPS];
  private final int[] buffers = new int[8];
  private int maps;
  private TableHandle table;
  private PageEdit edit;

  HeapEdit(BufferPool pool, PageEdits edits, VisibilityMap map) {
    this.pool = pool;
    this.edits = edits;
    this.map = map;
    this.mem = pool.memory();
  }

  /**
   * Gets hold of the map page of a heap page that {@link #clearVisible} will have to touch. For two
   * heap pages to be called in the order of their blocks.
   */
  void prepare(TableHandle relation, int buffer) {
    if (PageLayout.hasFlag(mem, pool.page(buffer), PageLayout.FLAG_ALL_VISIBLE)) {
      prepareMap(relation, pool.block(buffer));
    }
  }

  /** Pins and locks the map page that speaks of a heap block. */
  void prepareMap(TableHandle relation, long block) {
    long page = block / VisibilityMap.BLOCKS_PER_PAGE;
    for (int i = 0; i < maps; i++) {
      if (mapPage[i] == page) {
        return;
      }
    }
    try {
      int buffer = map.pin(relation.locator(), block);
      pool.lockExclusive(buffer);
      mapBuffer[maps] = buffer;
      mapPage[maps] = page;
      mapIndex[maps] = -1;
      maps++;
    } catch (RuntimeException e) {
      releaseMaps();
      throw e;
    }
  }

  HeapEdit begin(TableHandle relation, int kind, long xid) {
    table = relation;
    edit = edits.begin(RmgrId.HEAP, kind).xid(xid);
    return this;
  }

  /** Takes in a heap page; an uninitialised one is made an empty page. */
  int add(int buffer) {
    long page = pool.page(buffer);
    boolean fresh = SlottedPage.isNew(mem, page);
    int index =
        edit.add(buffer, fresh ? BlockFlags.WILL_INIT | BlockFlags.STANDARD : BlockFlags.STANDARD);
    buffers[index] = buffer;
    if (fresh) {
      HeapWal.init(mem, page, edit.blockData(index));
    }
    return index;
  }

  WalOutput out(int index) {
    return edit.blockData(index);
  }

  /** The page is about to hold something that not everybody sees. */
  void clearVisible(int index) {
    int buffer = buffers[index];
    long page = pool.page(buffer);
    if (PageLayout.hasFlag(mem, page, PageLayout.FLAG_ALL_VISIBLE)) {
      HeapWal.clearVisible(mem, page, out(index));
      setMap(pool.block(buffer), 0);
    }
  }

  /** All rows of the page are visible to everybody; {@code bits} go to the map. */
  void setVisible(int index, int bits) {
    int buffer = buffers[index];
    HeapWal.setVisible(mem, pool.page(buffer), out(index));
    setMap(pool.block(buffer), bits);
  }

  /** Sets a heap block's bits in the map page, which {@link #prepareMap} got hold of. */
  void setMap(long block, int bits) {
    long wanted = block / VisibilityMap.BLOCKS_PER_PAGE;
    for (int i = 0; i < maps; i++) {
      if (mapPage[i] == wanted) {
        if (mapIndex[i] < 0) {
          boolean fresh = SlottedPage.isNew(mem, pool.page(mapBuffer[i]));
          mapIndex[i] = edit.add(mapBuffer[i], fresh ? BlockFlags.WILL_INIT : BlockFlags.NONE);
        }
        HeapWal.map(mem, pool.page(mapBuffer[i]), block, bits, edit.blockData(mapIndex[i]));
        return;
      }
    }
    throw new IllegalStateException("visibility map page not prepared: block=" + block);
  }

  /** Makes the change final. */
  void end() {
    if (table.persistence().logged()) {
      edit.log();
    } else {
      edit.applyUnlogged();
    }
  }

  /** Undoes the change unless {@link #end} was reached; lets the map pages go. */
  @Override
  public void close() {
    PageEdit open = edit;
    edit = null;
    try {
      if (open != null) {
        open.close();
      }
    } finally {
      releaseMaps();
    }
  }

  /** Lets go of the map pages if no edit follows {@link #prepare}. */
  void releaseMaps() {
    while (maps > 0) {
      pool.unlockUnpin(mapBuffer[--maps]);
    }
  }
}
