package org.postern.protocol.copy;

import io.netty.buffer.ByteBuf;
import org.postern.protocol.frame.ConnectionPhase;
import org.postern.protocol.frame.ProtocolException;

/**
 * Received COPY data that is not part of a finished row yet.
 *
 * <p>Readers remember positions relative to {@link #begin()}, since offering more data may move the
 * bytes.
 */
final class CopyInput {
  private static final int INITIAL_CAPACITY = 8 * 1024;

  private byte[] bytes = new byte[INITIAL_CAPACITY];
  private int begin;
  private int end;

  void offer(ByteBuf chunk) {
    int length = chunk.readableBytes();
    if (begin == end) {
      begin = 0;
      end = 0;
    }
    if (length > bytes.length - end) {
      makeRoom(length);
    }
    chunk.readBytes(bytes, end, length);
    end += length;
  }

  private void makeRoom(int length) {
    int kept = end - begin;
    long needed = (long) kept + length;
    if (needed > ConnectionPhase.LARGE_MESSAGE_LIMIT) {
      throw ProtocolException.error("54000", "out of memory")
          .withDetail(
              "Cannot enlarge string buffer containing %d bytes by %d more bytes.", kept, length);
    }
    byte[] target = bytes;
    // Room is made by growing if the bytes kept fill half of it: moving a long row again for each
    // small chunk would cost the square of its length.
    if (needed > bytes.length || kept > bytes.length / 2) {
      target = new byte[(int) Math.max(needed, Math.min(2L * bytes.length, 1 << 30))];
    }
    System.arraycopy(bytes, begin, target, 0, kept);
    bytes = target;
    begin = 0;
    end = kept;
  }

  byte[] bytes() {
    return bytes;
  }

  int begin() {
    return begin;
  }

  int end() {
    return end;
  }

  int available() {
    return end - begin;
  }

  void consume(int length) {
    assert length <= available() : "consumed more than there is";
    begin += length;
  }

  void clear() {
    begin = end;
  }

  int getInt(int offset) {
    int at = begin + offset;
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  short getShort(int offset) {
    int at = begin + offset;
    return (short) ((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff));
  }
}
