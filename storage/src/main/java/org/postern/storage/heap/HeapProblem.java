package org.postern.storage.heap;

/**
 * Something wrong in a table, as amcheck's verify_heapam reports it.
 *
 * @param item line pointer, 0 for the page as a whole
 * @param attribute from 0, -1 for the tuple as a whole
 */
public record HeapProblem(long block, int item, int attribute, String message) {
  @Override
  public String toString() {
    return "block=" + block + ", item=" + item + ", attribute=" + attribute + ": " + message;
  }
}
