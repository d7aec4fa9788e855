package org.postern.server.backend;

import io.netty.buffer.ByteBuf;

/** A COPY FROM STDIN in progress. */
interface CopyIn {
  /** Bytes of the client, split anywhere. */
  void data(ByteBuf bytes);

  /** The client is done: stores what is left and reports the end. */
  void finish();
}
