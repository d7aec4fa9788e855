package org.postern.executor.command;

/** The one row of a sequence's relation. */
record SequenceRow(long lastValue, long logCount, boolean called) {
  Object[] values() {
    return new Object[] {lastValue, logCount, called ? 1L : 0L};
  }
}
