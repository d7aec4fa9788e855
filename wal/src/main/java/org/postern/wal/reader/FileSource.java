package org.postern.wal.reader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.vfs.DataFile;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.vfs.OpenMode;
import org.postern.wal.segment.SegmentName;

/** The log's bytes as they lie in the segment files. One object per reader; close it. */
public final class FileSource implements WalSource, AutoCloseable {
  private final FileSystem fileSystem;
  private final Path directory;
  private final int segmentSize;
  private DataFile file;
  private long segment = -1;

  public FileSource(FileSystem fileSystem, Path directory, int segmentSize) {
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.segmentSize = segmentSize;
  }

  @Override
  public int read(long lsn, byte[] target, int offset, int length) {
    long wanted = lsn / segmentSize;
    Path path = directory.resolve(SegmentName.of(wanted, segmentSize));
    try {
      if (wanted != segment) {
        close();
        if (!fileSystem.exists(path)) {
          return 0;
        }
        file = fileSystem.open(path, OpenMode.READ);
        segment = wanted;
      }
      int at = (int) (lsn % segmentSize);
      int count = Math.min(length, segmentSize - at);
      return file.read(ByteBuffer.wrap(target, offset, count), at);
    } catch (IOException e) {
      throw SqlException.error(
              SqlState.IO_ERROR, "could not read file \"%s\": %s", path, e.getMessage())
          .withCause(e);
    }
  }

  @Override
  public void close() {
    segment = -1;
    DataFile open = file;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw SqlException.error(SqlState.IO_ERROR, "could not close log file").withCause(e);
      }
    }
  }
}
