package org.postern.server.launch;

/** Sets what {@code ps} shows for this process, with PostgreSQL's prefix. */
public interface ProcessTitles {
  /** {@code text} without the prefix, for example {@code checkpointer}. */
  void set(String text);

  /** The beginning of a title whose end changes often, see {@link #end}. */
  void begin(String text);

  /** Replaces the end of the title, after what {@link #begin} has set. */
  void end(byte[] text);
}
