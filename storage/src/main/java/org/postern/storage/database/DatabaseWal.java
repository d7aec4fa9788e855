package org.postern.storage.database;

import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalOutput;

/**
 * The records about databases.
 *
 * <pre>
 *   Copy → tablespace:4 source:4 target:4
 *   Drop → tablespace:4 database:4
 * </pre>
 */
final class DatabaseWal {
  static final int COPY = 1;
  static final int DROP = 2;

  private DatabaseWal() {}

  static void writeCopy(WalOutput out, int tablespace, int source, int target) {
    out.putInt(tablespace).putInt(source).putInt(target);
  }

  static void writeDrop(WalOutput out, int tablespace, int database) {
    out.putInt(tablespace).putInt(database);
  }

  static String describeCopy(WalInput in) {
    return "COPY tablespace "
        + unsigned(in)
        + " source "
        + unsigned(in)
        + " target "
        + unsigned(in);
  }

  static String describeDrop(WalInput in) {
    return "DROP tablespace " + unsigned(in) + " database " + unsigned(in);
  }

  private static String unsigned(WalInput in) {
    return Integer.toUnsignedString(in.getInt());
  }
}
