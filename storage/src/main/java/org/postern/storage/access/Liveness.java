package org.postern.storage.access;

/**
 * The answer to "does this tid lead to a row that stands in the way of a unique key?", seen as of
 * now and including transactions still running. Reusable.
 */
public final class Liveness {
  /** The kinds of answers. */
  public enum State {
    /** A committed (or own) row that nobody is deleting. */
    LIVE,
    /** No such row. */
    DEAD,
    /** Dead for every snapshot there is: the index entry itself may go. */
    DEAD_TO_ALL,
    /** It depends on how {@link #xid} ends: wait for it and ask again. */
    WAIT
  }

  private State state = State.DEAD;
  private long xid;
  private int speculativeToken;
  private long tid;

  public void set(State newState, long waitFor, int token, long foundTid) {
    state = newState;
    xid = waitFor;
    speculativeToken = token;
    tid = foundTid;
  }

  public State state() {
    return state;
  }

  /** The transaction to wait for, or 0. */
  public long xid() {
    return xid;
  }

  /**
   * Non-zero when {@link #xid} only tries the insertion (ON CONFLICT): wait for that, not its end.
   */
  public int speculativeToken() {
    return speculativeToken;
  }

  /** The version found, a HOT successor of the one asked for perhaps. */
  public long tid() {
    return tid;
  }
}
