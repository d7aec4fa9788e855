package org.postern.protocol.flow;

import org.postern.protocol.frame.ConnectionPhase;
import org.postern.protocol.frame.FrameDecoder;
import org.postern.protocol.frame.ProtocolException;

/**
 * The rules of a session's message flow, kept apart from what the messages do.
 *
 * <pre>
 *   READY --Query, FunctionCall--> run, ReadyForQuery ----------------------> READY
 *   READY --Parse, Bind, ...-----> run, no answer of its own ---------------> READY
 *   READY --error in Query-------> ErrorResponse, ReadyForQuery ------------> READY
 *   READY --error in Parse ...---> ErrorResponse ---------------------------> SKIPPING
 *   SKIPPING --anything but Sync, Terminate--> dropped unread --------------> SKIPPING
 *   SKIPPING --Sync--------------> ReadyForQuery ---------------------------> READY
 *   READY --COPY FROM STDIN------> CopyInResponse --------------------------> COPY_IN
 *   COPY_IN --CopyData, CopyDone, CopyFail--> to the COPY; Sync and Flush are dropped
 * </pre>
 *
 * <p>It judges by the type byte alone: what is skipped is never decoded, so a message with a broken
 * body inside a skipped group does no harm.
 *
 * <p>Source: PostgreSQL documentation, "Message Flow: Extended Query" and "COPY Operations".
 */
public final class ExtendedQueryFlow {
  private enum State {
    READY,
    SKIPPING,
    COPY_IN,
    CLOSED
  }

  private State state = State.READY;
  private boolean extended;
  private boolean readyOwed;

  /** Decides about a message by its type. */
  public FlowStep accept(byte type) {
    if (state == State.COPY_IN) {
      return acceptInCopy(type);
    }
    if (state == State.CLOSED) {
      throw new IllegalStateException("connection is closed: type=" + (char) type);
    }
    noteKind(type);
    if (type == 'X') {
      state = State.CLOSED;
      return FlowStep.CLOSE;
    }
    if (type == 'S') {
      state = State.READY;
      readyOwed = true;
      return FlowStep.SYNC;
    }
    if (state == State.SKIPPING) {
      return FlowStep.SKIP;
    }
    return switch (type) {
      case 'Q', 'F' -> {
        readyOwed = true;
        yield FlowStep.RUN_THEN_READY;
      }
      case 'P', 'B', 'D', 'E', 'C' -> FlowStep.RUN;
      case 'H' -> FlowStep.FLUSH;
      // Left over from a COPY that failed while the client was still sending.
      case 'd', 'c', 'f' -> FlowStep.SKIP;
      default ->
          throw ProtocolException.fatal(
              ProtocolException.PROTOCOL_VIOLATION,
              "invalid frontend message type %d",
              type & 0xff);
    };
  }

  private void noteKind(byte type) {
    extended =
        switch (type) {
          case 'P', 'B', 'D', 'E', 'C', 'H' -> true;
          default -> false;
        };
  }

  private static FlowStep acceptInCopy(byte type) {
    return switch (type) {
      case 'd', 'c', 'f' -> FlowStep.COPY;
      // Clients that do not know that their statement was a COPY send these unaware.
      case 'H', 'S' -> FlowStep.SKIP;
      default ->
          throw ProtocolException.fatal(
              ProtocolException.PROTOCOL_VIOLATION,
              "unexpected message type 0x%02X during COPY from stdin",
              type & 0xff);
    };
  }

  /**
   * The message just accepted ended with an error that does not end the session. ErrorResponse is
   * the caller's to write.
   *
   * @return true if ReadyForQuery is due now, false if all is skipped until Sync
   */
  public boolean failed() {
    if (state == State.CLOSED) {
      return false;
    }
    if (extended) {
      state = State.SKIPPING;
      readyOwed = false;
      return false;
    }
    state = State.READY;
    readyOwed = true;
    return true;
  }

  /** ReadyForQuery was written. */
  public void readySent() {
    if (!readyOwed) {
      throw new IllegalStateException("ReadyForQuery was not due: state=" + state);
    }
    readyOwed = false;
  }

  /** True between a Query, FunctionCall or Sync and the ReadyForQuery that answers it. */
  public boolean readyOwed() {
    return readyOwed;
  }

  /** CopyInResponse was written; the decoder is told as well. */
  public void copyInStarted(FrameDecoder decoder) {
    if (state != State.READY) {
      throw new IllegalStateException("COPY cannot start: state=" + state);
    }
    state = State.COPY_IN;
    decoder.enter(ConnectionPhase.COPY_IN);
  }

  /**
   * The COPY is over: the client ended it, or it failed. After a failure, call this first, then
   * {@link #failed()}.
   */
  public void copyInEnded(FrameDecoder decoder) {
    if (state != State.COPY_IN) {
      throw new IllegalStateException("no COPY is running: state=" + state);
    }
    state = State.READY;
    decoder.enter(ConnectionPhase.COMMAND);
  }

  /** True after an error in an extended message, until Sync. */
  public boolean skipping() {
    return state == State.SKIPPING;
  }

  /** CopyFail as the error it becomes: 57014, query_canceled. */
  public static ProtocolException copyFailed(String reason) {
    return ProtocolException.error("57014", "COPY from stdin failed: %s", reason);
  }
}
