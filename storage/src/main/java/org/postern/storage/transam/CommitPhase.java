package org.postern.storage.transam;

/**
 * The phases of the commit intent in a process slot. While it is neither NONE nor TELLING a
 * checkpoint that has set its redo pointer waits: what was logged before that pointer is not yet
 * where the checkpoint looks for it.
 */
final class CommitPhase {
  static final int NONE = 0;

  /** The status word says COMMITTING; the commit record may be inserted. */
  static final int COMMITTING = 1;

  /** The commit record is inserted. */
  static final int LOGGED = 2;

  /** A file is being cut. */
  static final int CUTTING_FILE = 3;

  /**
   * The outcome is stored and visible, but the other processes have not been told yet which of
   * their caches it makes wrong. No checkpoint waits for this.
   */
  static final int TELLING = 4;

  private CommitPhase() {}
}
