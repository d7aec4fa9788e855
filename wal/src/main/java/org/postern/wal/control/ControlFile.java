package org.postern.wal.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.vfs.DataFile;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.vfs.OpenMode;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalOutput;
import org.postern.wal.record.CheckpointRecord;

/**
 * Reads and replaces {@code global/pg_control}. A new version is written beside the old one and
 * renamed durably, so that one of the two is there whatever happens.
 *
 * <pre>
 *   ControlFile → magic:8 version:4 systemId:8 catalogVersion:4 blockSize:4 segmentSize:4 state:4
 *                 time:8 checkpointLsn:8 {@link CheckpointRecord} crc:4
 * </pre>
 */
public final class ControlFile {
  /** "PSTNCTRL". */
  private static final long MAGIC = 0x4C5254434E545350L;

  private static final int VERSION = 1;
  private static final int BLOCK_SIZE = 8192;
  private static final int BODY = 52 + CheckpointRecord.SIZE;

  private final FileSystem fileSystem;
  private final Path path;

  /** {@code dataDirectory}: the cluster's root. */
  public ControlFile(FileSystem fileSystem, Path dataDirectory) {
    this.fileSystem = fileSystem;
    this.path = dataDirectory.resolve("global").resolve("pg_control");
  }

  public boolean exists() {
    return fileSystem.exists(path);
  }

  /** Refuses a damaged file and one of another version. */
  public ControlData read() {
    byte[] bytes = new byte[BODY + 4];
    try (DataFile file = fileSystem.open(path, OpenMode.READ)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      int at = 0;
      for (int count = 1; count > 0 && buffer.hasRemaining(); at += Math.max(count, 0)) {
        count = file.read(buffer, at);
      }
      if (buffer.hasRemaining()) {
        throw SqlException.panic(
            SqlState.DATA_CORRUPTED,
            "could not read file \"%s\": read %d of %d",
            "global/pg_control",
            at,
            bytes.length);
      }
    } catch (IOException e) {
      throw SqlException.panic(
              SqlState.UNDEFINED_FILE,
              "could not open file \"%s\": %s",
              "global/pg_control",
              e.getMessage())
          .withCause(e);
    }
    return decode(bytes);
  }

  private static ControlData decode(byte[] bytes) {
    WalInput in = new WalInput(bytes, 0, bytes.length);
    if (in.getLong() != MAGIC) {
      throw incompatible("The file is not a control file of this server.");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw incompatible(
          "The control file has version " + version + ", the server wants " + VERSION + ".");
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, BODY);
    if ((int) crc.getValue() != new WalInput(bytes, BODY, 4).getInt()) {
      throw SqlException.panic(SqlState.DATA_CORRUPTED, "incorrect checksum in control file");
    }
    long systemId = in.getLong();
    int catalogVersion = in.getInt();
    int blockSize = in.getInt();
    int segmentSize = in.getInt();
    ClusterState state = ClusterState.of(in.getInt());
    long time = in.getLong();
    long checkpointLsn = in.getLong();
    if (blockSize != BLOCK_SIZE || state == null) {
      throw incompatible("blockSize=" + blockSize + ", state=" + state);
    }
    return new ControlData(
        systemId,
        catalogVersion,
        segmentSize,
        state,
        time,
        checkpointLsn,
        CheckpointRecord.read(in));
  }

  private static SqlException incompatible(String detail) {
    return SqlException.fatal(
            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
            "database files are incompatible with server")
        .withDetail("%s", detail);
  }

  /** Replaces the file; durable when this returns. */
  public void write(ControlData data) {
    WalOutput out = new WalOutput(BODY + 4);
    out.putLong(MAGIC).putInt(VERSION).putLong(data.systemId()).putInt(data.catalogVersion());
    out.putInt(BLOCK_SIZE).putInt(data.segmentSize()).putInt(data.state().ordinal());
    out.putLong(data.time()).putLong(data.checkpointLsn());
    data.checkpoint().write(out);
    assert out.length() == BODY : "control file: length=" + out.length();
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, BODY);
    out.putInt((int) crc.getValue());
    Path temporary = path.resolveSibling("pg_control.tmp");
    try {
      fileSystem.createDirectory(path.getParent());
      try (DataFile file = fileSystem.open(temporary, OpenMode.CREATE)) {
        file.truncate(0);
        file.write(ByteBuffer.wrap(out.array(), 0, out.length()), 0);
        file.sync();
      }
      fileSystem.rename(temporary, path);
    } catch (IOException e) {
      throw SqlException.panic(
              SqlState.IO_ERROR,
              "could not write file \"%s\": %s",
              "global/pg_control",
              e.getMessage())
          .withCause(e);
    }
  }
}
