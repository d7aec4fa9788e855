package org.postern.server.backend;

import io.netty.buffer.ByteBuf;

/**
 * One client's conversation, from its startup packet to its end. All methods are called on the
 * session loop, where queries run too: while one runs, nothing else is delivered.
 */
public interface ClientSession {
  /** Bytes of the client. The buffer is the caller's: what is kept must be copied. */
  void feed(ByteBuf bytes);

  /** The channel has become writable: a portal that stopped for it may go on. */
  void writable();

  /** An interrupt was raised while the session may have been waiting for its client. */
  void interrupted();

  /** The server's settings were read again. */
  void reloaded();

  /**
   * The client has gone, by whatever way. Resets everything private to the session, as DISCARD ALL
   * and an abort would, and tells whether this process may serve another client.
   */
  boolean recycle();
}
