package org.postern.storage.stats;

/**
 * When a table is due for VACUUM or ANALYZE: so many rows plus a share of the table.
 *
 * <p>Source: PostgreSQL documentation, section 25.1.6 "The Autovacuum Daemon".
 *
 * @param insertBase below 0: insertions alone make no table due
 */
public record VacuumThresholds(
    double vacuumBase,
    double vacuumScale,
    double insertBase,
    double insertScale,
    double analyzeBase,
    double analyzeScale) {

  public boolean vacuumDue(double rows, long dead, long insertedSinceVacuum) {
    boolean manyInserted = insertBase >= 0 && insertedSinceVacuum > insertBase + insertScale * rows;
    return dead > vacuumBase + vacuumScale * rows || manyInserted;
  }

  public boolean analyzeDue(double rows, long changedSinceAnalyze) {
    return changedSinceAnalyze > analyzeBase + analyzeScale * rows;
  }
}
