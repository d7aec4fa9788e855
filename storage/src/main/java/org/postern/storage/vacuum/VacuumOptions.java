package org.postern.storage.vacuum;

/**
 * What a VACUUM is to do.
 *
 * @param freezeAll VACUUM (FREEZE): freeze whatever every snapshot sees
 * @param freezeMinAge freeze what was made this many transactions ago (vacuum_freeze_min_age)
 * @param aggressive visit all pages that are not all-frozen, so that relfrozenxid can advance
 * @param indexCleanup false leaves dead line pointers for a later VACUUM (INDEX_CLEANUP off)
 * @param truncate whether empty pages at the end are given back
 * @param maxDeadTids how many dead tids are collected before the indexes are cleaned
 * @param throttle called after each page; sleeps as vacuum_cost_delay asks
 */
public record VacuumOptions(
    boolean freezeAll,
    long freezeMinAge,
    boolean aggressive,
    boolean indexCleanup,
    boolean truncate,
    int maxDeadTids,
    Runnable throttle) {

  /** Plain VACUUM with PostgreSQL's defaults; 64 MB for dead tids. */
  public static VacuumOptions plain() {
    return new VacuumOptions(false, 50_000_000, false, true, true, 8_000_000, () -> {});
  }

  /** VACUUM (FREEZE). */
  public static VacuumOptions freeze() {
    return new VacuumOptions(true, 0, true, true, true, 8_000_000, () -> {});
  }
}
