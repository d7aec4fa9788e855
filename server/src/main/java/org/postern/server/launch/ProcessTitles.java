package org.postern.server.launch;

/** Sets what {@code ps} shows for this process, with PostgreSQL's prefix. */
@FunctionalInterface
public interface ProcessTitles {
  /** {@code text} without the prefix, for example {@code checkpointer}. */
  void set(String text);
}
