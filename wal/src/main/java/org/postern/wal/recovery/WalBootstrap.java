package org.postern.wal.recovery;

import java.nio.file.Path;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalRecordBuilder;
import org.postern.wal.control.ClusterState;
import org.postern.wal.control.ControlData;
import org.postern.wal.control.ControlFile;
import org.postern.wal.record.CheckpointRecord;
import org.postern.wal.record.RecordEncoder;
import org.postern.wal.record.XlogInfo;
import org.postern.wal.segment.WalFiles;

/**
 * Makes the log and the control file of a new cluster: one segment that holds a shutdown
 * checkpoint, so that the first start is like one after a clean stop.
 */
public final class WalBootstrap {
  private static final long EPOCH_2000_MILLIS = 946_684_800_000L;

  private WalBootstrap() {}

  /**
   * Creates {@code pg_wal} and {@code global/pg_control} below the data directory.
   *
   * @param nextXid first transaction id to be given out
   * @param nextOid first object id to be given out
   */
  public static void create(
      FileSystem fileSystem,
      Path dataDirectory,
      long systemId,
      int catalogVersion,
      int segmentSize,
      long nextXid,
      long nextOid) {
    Path walDirectory = dataDirectory.resolve("pg_wal");
    long start = segmentSize;
    long time = (System.currentTimeMillis() - EPOCH_2000_MILLIS) * 1000;
    CheckpointRecord checkpoint =
        new CheckpointRecord(start, nextXid, nextOid, nextXid, start, time);
    WalRecordBuilder record =
        new WalRecordBuilder().begin(RmgrId.XLOG, XlogInfo.CHECKPOINT_SHUTDOWN.number());
    checkpoint.write(record.data());
    RecordEncoder encoder = new RecordEncoder();
    encoder.encode(record, 0);
    encoder.finish(start);
    try (WalFiles files = new WalFiles(fileSystem, walDirectory, segmentSize, true, 0)) {
      files.writeFirst(start, encoder.memory(), encoder.alignedLength());
    }
    new ControlFile(fileSystem, dataDirectory)
        .write(
            new ControlData(
                systemId,
                catalogVersion,
                segmentSize,
                ClusterState.SHUT_DOWN,
                time,
                start,
                checkpoint));
  }
}
