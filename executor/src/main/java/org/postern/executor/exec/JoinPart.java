package org.postern.executor.exec;

/** The rows of both sides of a join whose keys hash alike. */
record JoinPart(TupleStore left, TupleStore right, int level) implements AutoCloseable {
  @Override
  public void close() {
    left.close();
    right.close();
  }
}
