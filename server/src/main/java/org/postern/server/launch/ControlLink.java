package org.postern.server.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A child's end of the control channel.
 *
 * <p>One thread reads; any thread may send. The end of the stream means that the postmaster is
 * gone, and then the process must not do anything more to shared memory or files: it halts, without
 * running a shutdown hook. The same holds for an immediate shutdown.
 */
public final class ControlLink {
  /** Exit status after the postmaster's death or an immediate shutdown, as PostgreSQL's. */
  private static final int HALT_STATUS = 2;

  private final SocketChannel channel;
  private final ByteBuffer lengthBuffer = ByteBuffer.allocate(ControlFrame.LENGTH_SIZE);

  private ControlLink(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects and introduces this process. */
  public static ControlLink connect(LaunchParameters parameters) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(parameters.controlSocket()));
    ControlLink link = new ControlLink(channel);
    link.send(hello(parameters, ControlFrame.Channel.CONTROL));
    return link;
  }

  /** The frame that opens a connection of this process to the control socket. */
  public static ControlFrame.Hello hello(
      LaunchParameters parameters, ControlFrame.Channel channel) {
    return new ControlFrame.Hello(
        parameters.token(), parameters.slot(), ProcessHandle.current().pid(), channel);
  }

  /** Sends a frame; if the postmaster is gone, so is this process. */
  public synchronized void send(ControlFrame frame) {
    ByteBuffer bytes = frame.encode();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      halt();
    }
  }

  /** Blocks until the postmaster lets this process begin. False: it was told to leave instead. */
  public boolean awaitBegin() {
    ControlFrame frame = receive();
    if (frame instanceof ControlFrame.Begin) {
      return true;
    }
    if (frame instanceof ControlFrame.Shutdown) {
      return false;
    }
    throw new IllegalStateException("expected Begin, got " + frame);
  }

  /** Starts the reading thread, which calls the listener until this process ends. */
  public void listen(ControlListener listener) {
    Thread.ofPlatform().name("control").daemon().start(() -> readLoop(listener));
  }

  private void readLoop(ControlListener listener) {
    while (true) {
      ControlFrame frame = receive();
      boolean atOnce =
          frame instanceof ControlFrame.Shutdown shutdown
              && shutdown.mode() == ShutdownMode.IMMEDIATE;
      if (atOnce) {
        halt();
      }
      frame.deliver(listener);
    }
  }

  private ControlFrame receive() {
    try {
      lengthBuffer.clear();
      readFully(lengthBuffer);
      int length = lengthBuffer.getInt(0);
      if (length <= 0 || length > ControlFrame.MAX_LENGTH) {
        throw new IOException("bad control frame: length=" + length);
      }
      ByteBuffer body = ByteBuffer.allocate(length);
      readFully(body);
      return ControlFrame.decode(body.array());
    } catch (IOException | UncheckedIOException e) {
      throw halt();
    }
  }

  private void readFully(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw halt();
      }
    }
  }

  /** Ends the process on the spot; the return type only tells the compiler so. */
  static IllegalStateException halt() {
    Runtime.getRuntime().halt(HALT_STATUS);
    return new IllegalStateException("halted");
  }
}
