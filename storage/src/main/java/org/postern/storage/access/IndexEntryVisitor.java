package org.postern.storage.access;

/** Is shown each leaf entry of an index that is checked, for comparing it with its table. */
@FunctionalInterface
public interface IndexEntryVisitor {
  /** The array is reused; {@code tuple} can be read by an {@link IndexTupleReader}. */
  void visit(byte[] tuple, int length, long tid);
}
