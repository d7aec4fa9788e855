package org.postern.storage.access;

import java.util.Objects;
import org.postern.storage.smgr.RelFileLocator;

/**
 * What an access method must know about one index. Made by the relation cache of a process and
 * replaced when the definition or the file changes.
 */
public final class IndexHandle {
  /** As PostgreSQL's BTREE_DEFAULT_FILLFACTOR. */
  public static final int DEFAULT_FILL_FACTOR = 90;

  private final RelFileLocator locator;
  private final int oid;
  private final String name;
  private final IndexLayout layout;
  private final boolean unique;
  private final boolean nullsNotDistinct;
  private final boolean logged;
  private final int fillFactor;
  private AccessState accessState;

  /**
   * @param oid the index's oid, an unsigned number
   * @param name for error messages only
   * @param logged changes are written to the log: false for unlogged and temporary indexes
   * @param fillFactor percent of a leaf page filled by a build, 10 to 100
   */
  public IndexHandle(
      RelFileLocator locator,
      int oid,
      String name,
      IndexLayout layout,
      boolean unique,
      boolean nullsNotDistinct,
      boolean logged,
      int fillFactor) {
    if (fillFactor < 10 || fillFactor > 100) {
      throw new IllegalArgumentException("fill factor: value=" + fillFactor);
    }
    this.locator = Objects.requireNonNull(locator, "locator");
    this.oid = oid;
    this.name = Objects.requireNonNull(name, "name");
    this.layout = Objects.requireNonNull(layout, "layout");
    this.unique = unique;
    this.nullsNotDistinct = nullsNotDistinct;
    this.logged = logged;
    this.fillFactor = fillFactor;
  }

  public RelFileLocator locator() {
    return locator;
  }

  public int oid() {
    return oid;
  }

  public String name() {
    return name;
  }

  public IndexLayout layout() {
    return layout;
  }

  public boolean unique() {
    return unique;
  }

  public boolean nullsNotDistinct() {
    return nullsNotDistinct;
  }

  public boolean logged() {
    return logged;
  }

  public int fillFactor() {
    return fillFactor;
  }

  /** What an access method keeps per index, such as where it found the root last; may be null. */
  public AccessState accessState() {
    return accessState;
  }

  public void setAccessState(AccessState state) {
    accessState = state;
  }

  /** Marks a class of an access method's private state. */
  public interface AccessState {}
}
