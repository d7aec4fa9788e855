package org.postern.executor.session.guc;

/**
 * What one nest level (transaction, savepoint, function with SET) has to restore of a variable.
 *
 * <p>{@code prior} is the value from before the level's first change. When a plain SET is followed
 * by SET LOCAL, the value that the plain SET gave is {@code masked}: hidden until the level ends,
 * and then, if it commits, back in force.
 */
final class GucSavepoint {
  /** What was done at the level. */
  enum State {
    /** Entered to be restored in any case, as a function's SET clause. */
    SAVE,
    SET,
    LOCAL,
    /** SET, then SET LOCAL. */
    SET_THEN_LOCAL
  }

  private final GucSavepoint outer;
  private int level;
  private State state;
  private GucValue prior;
  private GucSource priorSource;
  private GucValue masked;

  GucSavepoint(GucSavepoint outer, int level, State state, GucValue prior, GucSource priorSource) {
    this.outer = outer;
    this.level = level;
    this.state = state;
    this.prior = prior;
    this.priorSource = priorSource;
  }

  GucSavepoint outer() {
    return outer;
  }

  int level() {
    return level;
  }

  State state() {
    return state;
  }

  GucValue prior() {
    return prior;
  }

  GucSource priorSource() {
    return priorSource;
  }

  GucValue masked() {
    return masked;
  }

  /** Another change at the same level, while the variable still has {@code current}. */
  void changedAgain(State action, GucValue current) {
    switch (action) {
      case SET -> {
        masked = null;
        state = State.SET;
      }
      case LOCAL -> {
        if (state == State.SET) {
          masked = current;
          state = State.SET_THEN_LOCAL;
        }
      }
      case SAVE, SET_THEN_LOCAL -> {
        // The value from before the level is kept already.
      }
    }
  }

  void moveOut() {
    level--;
  }

  /** The inner level committed into this one. */
  void absorb(GucSavepoint inner) {
    switch (inner.state) {
      case SET -> {
        masked = null;
        state = State.SET;
      }
      case LOCAL -> {
        if (state == State.SET) {
          masked = inner.prior;
          state = State.SET_THEN_LOCAL;
        }
      }
      case SET_THEN_LOCAL -> {
        masked = inner.masked;
        state = State.SET_THEN_LOCAL;
      }
      case SAVE -> throw new IllegalStateException("a SAVE level is restored, never merged");
    }
  }

  void replaceDefault(GucValue value, GucSource source) {
    if (priorSource.compareTo(source) <= 0) {
      prior = value;
      priorSource = source;
    }
  }

  void forgetFileValue(GucValue boot) {
    if (priorSource == GucSource.FILE) {
      prior = boot;
      priorSource = GucSource.DEFAULT;
    }
  }
}
