package org.postern.protocol.flow;

/** What the session does with a message that has just come. */
public enum FlowStep {
  /** Run it; nothing is due afterwards until the client says Sync. */
  RUN,
  /** Run it and answer ReadyForQuery when it is done. */
  RUN_THEN_READY,
  /** Drop it. */
  SKIP,
  /** Send what has been written. */
  FLUSH,
  /** End the implicit transaction, answer ReadyForQuery and send. */
  SYNC,
  /** Hand it to the COPY that is running. */
  COPY,
  /** Close the connection. */
  CLOSE
}
