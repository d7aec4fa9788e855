package org.postern.protocol.flow;

/**
 * The write side of a connection, as the producer of rows sees it: the back-pressure contract.
 *
 * <ol>
 *   <li>The producer asks {@link #writable()} between rows, never inside a message.
 *   <li>If it says no, the producer stops, registers one callback with {@link #whenWritable} and
 *       returns, or blocks until the callback runs.
 *   <li>The callback runs once, on the connection's thread, when the socket has taken enough.
 *   <li>A message that was begun may always be ended: the buffer grows beyond the mark for it.
 * </ol>
 */
public interface Outbound {
  /** False while more is buffered than the socket should be given. */
  boolean writable();

  /**
   * Runs {@code resume} once as soon as {@link #writable()} holds; at once if it does now.
   *
   * @throws IllegalStateException if another callback is waiting
   */
  void whenWritable(Runnable resume);
}
