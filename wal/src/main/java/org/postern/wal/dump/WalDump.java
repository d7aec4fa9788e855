package org.postern.wal.dump;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.ResourceManager;
import org.postern.wal.reader.WalReader;
import org.postern.wal.reader.WalSource;
import org.postern.wal.record.DecodedRecord;
import org.postern.wal.record.Lsn;
import org.postern.wal.recovery.ResourceManagers;

/**
 * Lists records, one a line, in the form of pg_waldump.
 *
 * <p>Source: PostgreSQL documentation, "pg_waldump".
 */
public final class WalDump {
  private final ResourceManagers managers;

  public WalDump(ResourceManagers managers) {
    this.managers = managers;
  }

  /**
   * Writes the records from {@code start} up to {@code end}, at most {@code limit} of them; returns
   * why it stopped, or null if the range or limit was reached.
   */
  public String dump(WalSource source, long start, long end, long limit, Appendable out) {
    WalReader reader = new WalReader(source, start);
    try {
      for (long count = 0; count < limit && reader.position() < end; count++) {
        DecodedRecord record = reader.read();
        if (record == null) {
          return "error in WAL record at " + Lsn.format(reader.position()) + ": " + reader.reason();
        }
        out.append(line(record)).append('\n');
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One record as text. */
  public String line(DecodedRecord record) {
    int images = 0;
    StringBuilder blocks = new StringBuilder();
    for (int i = 0; i < record.blockCount(); i++) {
      RelFileLocator locator = record.locator(i);
      blocks.append(", blkref #").append(i).append(": rel ").append(locator.spcOid());
      blocks.append('/').append(locator.dbOid()).append('/').append(locator.relNumber());
      if (record.fork(i) != Fork.MAIN) {
        blocks.append(" fork ").append(record.fork(i).suffix().substring(1));
      }
      blocks.append(" blk ").append(record.block(i)).append(record.hasImage(i) ? " FPW" : "");
      images += record.imageLength(i);
    }
    return String.format(
            Locale.ROOT,
            "rmgr: %-11s len (rec/tot): %6d/%6d, tx: %10d, lsn: %s, desc: %s",
            record.rmgr().title(),
            record.length() - images,
            record.length(),
            record.xid(),
            Lsn.format(record.startLsn()),
            describe(record))
        + blocks;
  }

  private String describe(DecodedRecord record) {
    ResourceManager manager = managers.find(record.rmgr());
    if (manager == null) {
      return "info " + record.info();
    }
    try {
      return manager.describe(record);
    } catch (RuntimeException e) {
      return "info " + record.info() + " (" + e + ")";
    }
  }
}
