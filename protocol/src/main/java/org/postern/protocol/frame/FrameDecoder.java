package org.postern.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;

/**
 * Collects received bytes and gives them out as frames.
 *
 * <pre>
 *   before login   | length int32 | body ...            length counts itself
 *   afterwards     | type 1 | length int32 | body ...   length counts itself, not the type
 * </pre>
 *
 * <p>The type is judged as soon as its byte is there, the length as soon as its four bytes are;
 * both before anything is allocated for the body. Even an allowed length reserves nothing: the
 * buffer grows by doubling with the bytes that really arrive, so a client that announces a gigabyte
 * and sends ten bytes costs ten bytes.
 *
 * <p>Not thread-safe: one connection, one decoder.
 *
 * <p>Source: PostgreSQL documentation, "Message Formats" and "Overview: Messaging Overview".
 */
public final class FrameDecoder implements AutoCloseable {
  private static final int INITIAL_CAPACITY = 8 * 1024;

  /** An idle connection does not keep more than this after a large message. */
  private static final int RETAINED_CAPACITY = 1024 * 1024;

  private static final int LENGTH_SIZE = Integer.BYTES;
  private static final int MIN_STARTUP_LENGTH = 2 * Integer.BYTES;

  private final ByteBufAllocator allocator;
  private ByteBuf buffer;
  private ConnectionPhase phase = ConnectionPhase.STARTUP;
  private ProtocolException broken;

  public FrameDecoder(ByteBufAllocator allocator) {
    this.allocator = Objects.requireNonNull(allocator, "allocator");
    this.buffer = allocator.buffer(INITIAL_CAPACITY);
  }

  /** Sets what may come next. Frames already taken are not judged again. */
  public void enter(ConnectionPhase next) {
    phase = Objects.requireNonNull(next, "next");
  }

  public ConnectionPhase phase() {
    return phase;
  }

  /**
   * The buffer to receive into, with at least {@code minWritable} bytes of room; the caller writes
   * at its writer index. Invalidates the slices of all frames given out before.
   */
  public ByteBuf receiveBuffer(int minWritable) {
    if (!buffer.isReadable()) {
      recycle();
    } else if (buffer.writableBytes() < minWritable) {
      buffer.discardReadBytes();
    }
    if (buffer.writableBytes() < minWritable) {
      grow(minWritable);
    }
    return buffer;
  }

  /** Copies received bytes in; the alternative to reading into {@link #receiveBuffer}. */
  public void append(ByteBuf received) {
    int length = received.readableBytes();
    receiveBuffer(length).writeBytes(received, length);
  }

  /**
   * The next complete frame, or null if more bytes are needed.
   *
   * @throws ProtocolException if type or length are not allowed; the stream has lost its message
   *     boundaries then, and every further call repeats the fault
   */
  public Frame next() {
    if (broken != null) {
      throw broken;
    }
    try {
      return phase == ConnectionPhase.STARTUP ? nextUntyped() : nextTyped();
    } catch (ProtocolException fault) {
      broken = fault;
      throw fault;
    }
  }

  private Frame nextUntyped() {
    if (buffer.readableBytes() < LENGTH_SIZE) {
      return null;
    }
    int length = buffer.getInt(buffer.readerIndex());
    if (length < MIN_STARTUP_LENGTH || length > phase.lengthLimit(Frame.STARTUP)) {
      throw ProtocolException.drop("invalid length of startup packet");
    }
    if (buffer.readableBytes() < length) {
      return null;
    }
    buffer.skipBytes(LENGTH_SIZE);
    return new Frame(Frame.STARTUP, buffer.readSlice(length - LENGTH_SIZE));
  }

  private Frame nextTyped() {
    if (!buffer.isReadable()) {
      return null;
    }
    byte type = buffer.getByte(buffer.readerIndex());
    int limit = phase.lengthLimit(type);
    if (buffer.readableBytes() < 1 + LENGTH_SIZE) {
      return null;
    }
    int length = buffer.getInt(buffer.readerIndex() + 1);
    if (length < LENGTH_SIZE || length > limit) {
      throw ProtocolException.drop("invalid message length");
    }
    if (buffer.readableBytes() < 1 + length) {
      return null;
    }
    buffer.skipBytes(1 + LENGTH_SIZE);
    return new Frame(type, buffer.readSlice(length - LENGTH_SIZE));
  }

  /** Bytes received, but not given out in a frame yet. */
  public int buffered() {
    return buffer.readableBytes();
  }

  /** The memory held now, for tests and memory accounting. */
  public int capacity() {
    return buffer.capacity();
  }

  private void recycle() {
    if (buffer.capacity() > RETAINED_CAPACITY) {
      buffer.release();
      buffer = allocator.buffer(INITIAL_CAPACITY);
    } else {
      buffer.clear();
    }
  }

  private void grow(int minWritable) {
    long needed = (long) buffer.writerIndex() + minWritable;
    long doubled = Math.max(needed, 2L * buffer.capacity());
    int capacity = (int) Math.min(doubled, buffer.maxCapacity());
    if (capacity < needed) {
      throw ProtocolException.drop("invalid message length");
    }
    buffer.capacity(capacity);
  }

  @Override
  public void close() {
    buffer.release();
  }
}
