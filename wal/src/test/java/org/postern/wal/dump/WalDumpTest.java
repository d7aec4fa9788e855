package org.postern.wal.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.walapi.ResourceManager;
import org.postern.wal.Cluster;
import org.postern.wal.ClusterSession;
import org.postern.wal.MemoryFileSystem;
import org.postern.wal.reader.FileSource;
import org.postern.wal.recovery.ResourceManagers;
import org.postern.wal.segment.SegmentName;

final class WalDumpTest {
  @Test
  void shouldListRecordsInOrderWhenDumped() {
    MemoryFileSystem files = new MemoryFileSystem();
    Path root = Path.of("/data");
    Cluster.initialize(files, root);
    RelFileLocator table = new RelFileLocator(1663, 5, 16384);
    StringBuilder out = new StringBuilder();
    String reason;
    try (Cluster cluster = new Cluster(files, root, 64)) {
      ClusterSession session = cluster.session();
      session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      session.transactions().createFiles(table, true);
      session.append(table, 1);
      session.transactions().beginSub();
      session.append(table, 2);
      session.transactions().commit();
      List<ResourceManager> managers = session.transam().resourceManagers();
      WalDump dump = new WalDump(new ResourceManagers(managers));
      try (FileSource source = new FileSource(files, root.resolve("pg_wal"), Cluster.SEGMENT)) {
        reason = dump.dump(source, Cluster.SEGMENT, Long.MAX_VALUE, 100, out);
      }
    }
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0))
        .startsWith("rmgr: XLOG        len (rec/tot):     80/    80, tx:          0, lsn: 0/20000")
        .contains("CHECKPOINT_SHUTDOWN redo 0/20000; xid 3; oid 16384");
    assertThat(lines.get(1)).contains("rmgr: Storage", "desc: CREATE");
    assertThat(lines.get(2)).contains("blkref #0: rel 1663/5/16384 blk 0");
    assertThat(lines.get(4)).contains("rmgr: Transaction", "tx:          3", "subxacts: 4");
    assertThat(reason).contains("error in WAL record at 0/").contains("invalid record length");
  }

  @Test
  void shouldNameSegmentsAsPostgresDoes() {
    int size = 16 << 20;
    assertThat(SegmentName.of(1, size)).isEqualTo("000000010000000000000001");
    assertThat(SegmentName.of(256, size)).isEqualTo("000000010000000100000000");
    assertThat(SegmentName.parse("0000000100000001000000FF", size)).isEqualTo(511);
    assertThat(SegmentName.parse("000000010000000100000100", size)).isEqualTo(-1);
    assertThat(SegmentName.parse("xlogtemp.1", size)).isEqualTo(-1);
  }
}
