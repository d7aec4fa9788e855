package org.postern.server.wiring;

import org.postern.server.cli.PgChecksumsCommand;

/** Entry of the program pg_checksums. */
public final class PgChecksumsMain {
  private PgChecksumsMain() {}

  public static void main(String[] arguments) throws Exception {
    System.exit(new PgChecksumsCommand(System.out, System.err, System.getenv()).run(arguments));
  }
}
