package org.postern.wal.insert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.storage.vfs.PosixFileSystem;
import org.postern.storage.walapi.RmgrId;
import org.postern.wal.WalFixture;

/**
 * Prints what an insertion of 200 bytes costs, and how many commits a second share how many syncs.
 * A program to be run by hand in a directory of the disk in question, not a test.
 */
public final class WalInsertTiming {
  private WalInsertTiming() {}

  /** Argument: a directory for the log, which is {@code pg_wal} below it. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]).resolve("pg_wal");
    new PosixFileSystem().createDirectory(directory);
    try (WalFixture fixture =
        new WalFixture(new PosixFileSystem(), directory, 64, 1 << 24, 1 << 24)) {
      WalFixture.Process process = fixture.process();
      process.wal().open(fixture.firstLsn(), fixture.firstLsn());
      byte[] payload = new byte[168];
      for (int round = 0; round < 8; round++) {
        long end = 0;
        int count = 70_000;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
          process.record().begin(RmgrId.GENERIC, 0).xid(i).data().putBytes(payload);
          end = process.wal().insert(process.record());
        }
        long nanos = System.nanoTime() - start;
        process.wal().flush(end);
        System.out.println("insert: " + nanos / count + " ns");
      }
      for (int threads : new int[] {1, 2, 4, 8}) {
        long syncs = process.wal().syncCount();
        long start = System.nanoTime();
        int each = 300;
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
          Thread thread =
              Thread.ofPlatform()
                  .start(() -> {
                    WalFixture.Process mine = fixture.process();
                    for (int i = 0; i < each; i++) {
                      mine.wal().flush(mine.put(0, i, payload));
                    }
                  });
          running.add(thread);
        }
        for (Thread thread : running) {
          thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "%d committers: %.0f commits/s, %d syncs for %d commits%n",
            threads, threads * each / seconds, process.wal().syncCount() - syncs, threads * each);
      }
    }
  }
}
