package org.postern.executor.types;

/** The physical place of a row version: block number (unsigned) and line pointer (unsigned). */
public record Tid(int block, int position) implements Comparable<Tid> {
  @Override
  public int compareTo(Tid other) {
    int byBlock = Integer.compareUnsigned(block, other.block);
    return byBlock != 0 ? byBlock : Integer.compare(position, other.position);
  }
}
