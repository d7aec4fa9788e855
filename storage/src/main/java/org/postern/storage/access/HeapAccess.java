package org.postern.storage.access;

import org.postern.storage.transam.Snapshot;

/**
 * The heap as the executor sees it: rows in and out, by tuple bytes, tids and snapshots. No buffer,
 * page or lock of storage shows through, and none is held between calls.
 *
 * <p>A tuple given in begins with a header as {@code tuple.TupleBuilder} leaves it. Whoever changes
 * an indexed attribute makes the index entries itself, with the tid returned.
 */
public interface HeapAccess {
  /** The transaction's changes are thrown away with the file: no WAL, no free-space search. */
  int INSERT_SKIP_FSM = 1;

  /** The row is visible to everybody at once; only into a relation created in this transaction. */
  int INSERT_FROZEN = 2;

  /** An attribute of some index changed, so that the new version needs index entries. */
  int CHANGED_INDEXED = 1;

  /** An attribute of a key that foreign keys may refer to changed. */
  int CHANGED_KEY = 2;

  /** Lock the newest version of the row instead of reporting UPDATED. */
  int LOCK_LAST_VERSION = 1;

  /** Adds a row; values too long for a page go to the toast relation. Returns its tid. */
  long insert(TableHandle table, byte[] tuple, int offset, int length, int cid, int options);

  /** Adds all rows of a batch, page-wise, and sets their tids in it. */
  void multiInsert(TableHandle table, TupleBatch rows, int cid, int options);

  /**
   * Adds a row that others take as not yet decided, until confirmed or killed (ON CONFLICT). The
   * caller holds the heavyweight lock on (own xid, token) meanwhile; others wait for that.
   */
  long insertSpeculative(
      TableHandle table, byte[] tuple, int offset, int length, int cid, int token);

  /** Ends a speculative insertion: the row stays. */
  void confirmSpeculative(TableHandle table, long tid);

  /** Ends a speculative insertion: the row never was. */
  void killSpeculative(TableHandle table, long tid);

  /**
   * Deletes the version at {@code tid}. Waits for transactions that hold the row if {@code wait}.
   *
   * @param crosscheck if not null, the row must be visible to it too (else UPDATED): the snapshot
   *     of a repeatable-read transaction in a referential action
   */
  TmResult delete(
      TableHandle table, long tid, int cid, Snapshot crosscheck, boolean wait, TmInfo info);

  /**
   * Replaces the version at {@code tid}.
   *
   * @param changed {@link #CHANGED_INDEXED}, {@link #CHANGED_KEY}: without the first the new
   *     version may become heap-only, without the second key-share locks do not disturb it
   */
  TmResult update(
      TableHandle table,
      long tid,
      byte[] tuple,
      int offset,
      int length,
      int cid,
      Snapshot crosscheck,
      boolean wait,
      int changed,
      TmInfo info);

  /**
   * Locks the version at {@code tid} (or the newest one, see {@link #LOCK_LAST_VERSION}) and
   * appends the locked version to {@code out} if that is not null. With {@link RowWait#ERROR} a
   * conflict raises 55P03.
   */
  TmResult lock(
      TableHandle table,
      long tid,
      int cid,
      RowLockMode mode,
      RowWait wait,
      int options,
      TupleBatch out,
      TmInfo info);

  /**
   * Appends the version visible to the snapshot in the HOT chain that begins at {@code tid}, as an
   * index scan needs it; false if there is none.
   */
  boolean fetch(TableHandle table, long tid, Snapshot snapshot, TupleBatch out);

  /**
   * As {@link #fetch} for many tids; neighbours on one page cost one page access. {@code found[i]},
   * if the array is not null, is the row's index in the batch, -1 for no visible row, -2 for a
   * chain that is dead to all, whose index entry may be marked killed.
   */
  void fetchAll(
      TableHandle table, long[] tids, int count, Snapshot snapshot, TupleBatch out, int[] found);

  /** Appends exactly the version at {@code tid} if it is visible; no chain is followed. */
  boolean fetchVersion(TableHandle table, long tid, Snapshot snapshot, TupleBatch out);

  /** Appends the visible tuples of one page; {@code items} (in order) or all if it is null. */
  void fetchPage(
      TableHandle table, long block, int[] items, int count, Snapshot snapshot, TupleBatch out);

  /** The newest version, visible to the snapshot, of the row whose version is at {@code tid}. */
  long latestVersion(TableHandle table, long tid, Snapshot snapshot);

  /** Whether anything, even uncommitted, stands behind {@code tid}: the test of unique indexes. */
  void liveness(TableHandle table, long tid, Liveness result);

  /** Whether all rows of the block are visible to everybody: an index-only scan may skip it. */
  boolean allVisible(TableHandle table, long block);

  /** Overwrites a tuple's data where it stands, outside of transactions; same length only. */
  void inplaceUpdate(TableHandle table, long tid, byte[] tuple, int offset, int length);

  /** A scan of the whole table. */
  TableScan scan(TableHandle table, Snapshot snapshot);

  /** A scan of {@code count} blocks from {@code first} on (-1: to the end). */
  TableScan scan(TableHandle table, Snapshot snapshot, long first, long count, boolean backward);

  /** What an index built now has to contain. */
  IndexBuildScan indexBuildScan(TableHandle table);

  /** What an index must contain that is complete for the snapshot: what was inserted before it. */
  IndexBuildScan indexCheckScan(TableHandle table, Snapshot snapshot);

  /** The whole payload of the varlena at {@code offset}: fetched and decompressed as needed. */
  byte[] detoast(TableHandle table, byte[] base, int offset);

  /** The bytes {@code from} (0-based) to {@code from + length} of the payload. */
  byte[] detoastSlice(TableHandle table, byte[] base, int offset, int from, int length);

  /** The length of the table in blocks. */
  long blockCount(TableHandle table);
}
