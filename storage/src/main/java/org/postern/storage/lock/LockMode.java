package org.postern.storage.lock;

/**
 * The eight table-level lock modes and what each conflicts with; {@link #number} is PostgreSQL's.
 *
 * <p>Source: PostgreSQL documentation, table "Conflicting Lock Modes".
 */
public enum LockMode {
  ACCESS_SHARE("AccessShareLock", 0b1000_0000),
  ROW_SHARE("RowShareLock", 0b1100_0000),
  ROW_EXCLUSIVE("RowExclusiveLock", 0b1111_0000),
  SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock", 0b1111_1000),
  SHARE("ShareLock", 0b1110_1100),
  SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", 0b1111_1100),
  EXCLUSIVE("ExclusiveLock", 0b1111_1110),
  ACCESS_EXCLUSIVE("AccessExclusiveLock", 0b1111_1111);

  private static final LockMode[] BY_ORDINAL = values();

  private final String title;
  private final int conflicts;

  LockMode(String title, int conflicts) {
    this.title = title;
    this.conflicts = conflicts;
  }

  /** The name in pg_locks. */
  public String title() {
    return title;
  }

  /** PostgreSQL's number, 1 to 8. */
  public int number() {
    return ordinal() + 1;
  }

  /** The bit of this mode in a mask of modes. */
  public int bit() {
    return 1 << ordinal();
  }

  /** The mask of modes that conflict with this one. */
  public int conflicts() {
    return conflicts;
  }

  public boolean conflictsWith(LockMode other) {
    return (conflicts & other.bit()) != 0;
  }

  /** The mode with PostgreSQL's number. */
  public static LockMode of(int number) {
    return BY_ORDINAL[number - 1];
  }
}
