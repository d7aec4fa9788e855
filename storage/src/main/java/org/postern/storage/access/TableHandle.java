package org.postern.storage.access;

import java.util.Objects;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.tuple.TupleLayout;

/**
 * What the heap must know of an open table. One per process and relation version; the insertion
 * target is a hint of this process and needs no locking.
 */
public final class TableHandle {
  public static final int DEFAULT_FILLFACTOR = 100;

  private final RelFileLocator locator;
  private final int oid;
  private final TupleLayout layout;
  private final Persistence persistence;
  private final TableHandle toast;
  private final int fillfactor;
  private final String name;
  private final boolean catalog;
  private long targetBlock = -1;

  /**
   * @param toast the table's toast relation (layout {@code heap.ToastChunks.LAYOUT}), or null
   * @param fillfactor percentage of a page that inserts may fill
   * @param name for messages
   */
  public TableHandle(
      RelFileLocator locator,
      int oid,
      TupleLayout layout,
      Persistence persistence,
      TableHandle toast,
      int fillfactor,
      String name,
      boolean catalog) {
    this.locator = Objects.requireNonNull(locator, "locator");
    this.oid = oid;
    this.layout = Objects.requireNonNull(layout, "layout");
    this.persistence = Objects.requireNonNull(persistence, "persistence");
    this.toast = toast;
    this.fillfactor = fillfactor;
    this.name = name;
    this.catalog = catalog;
  }

  public TableHandle(RelFileLocator locator, int oid, TupleLayout layout) {
    this(
        locator,
        oid,
        layout,
        Persistence.PERMANENT,
        null,
        DEFAULT_FILLFACTOR,
        Integer.toUnsignedString(oid),
        false);
  }

  public RelFileLocator locator() {
    return locator;
  }

  public int oid() {
    return oid;
  }

  public TupleLayout layout() {
    return layout;
  }

  public Persistence persistence() {
    return persistence;
  }

  /** The toast relation, or null: then every value stays in the tuple. */
  public TableHandle toast() {
    return toast;
  }

  public int fillfactor() {
    return fillfactor;
  }

  public String name() {
    return name;
  }

  public boolean catalog() {
    return catalog;
  }

  /** The page this process inserted into last, or -1. */
  public long targetBlock() {
    return targetBlock;
  }

  public void targetBlock(long block) {
    targetBlock = block;
  }
}
