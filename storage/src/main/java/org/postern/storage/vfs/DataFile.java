package org.postern.storage.vfs;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** An open file, read and written by position. */
public interface DataFile extends AutoCloseable {
  /** Fills the buffer as far as the file reaches; returns the bytes read. */
  int read(ByteBuffer target, long position) throws IOException;

  /** Writes all of the buffer. */
  void write(ByteBuffer source, long position) throws IOException;

  /** As {@link #read(ByteBuffer, long)} into memory. */
  default int read(MemorySegment target, long position) throws IOException {
    return read(target.asByteBuffer(), position);
  }

  /** As {@link #write(ByteBuffer, long)} from memory. */
  default void write(MemorySegment source, long position) throws IOException {
    write(source.asByteBuffer(), position);
  }

  long size() throws IOException;

  void truncate(long size) throws IOException;

  /** Makes the range exist and be zero where it did not exist, so that later writes find space. */
  void allocate(long position, long length) throws IOException;

  /** Makes data and size durable. An error is final: it must not be retried. */
  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
