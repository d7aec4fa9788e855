package org.postern.server.wiring;

import java.nio.file.Path;
import org.postern.server.cli.PgCtlCommand;

/** Entry of the program pg_ctl. */
public final class PgCtlMain {
  private PgCtlMain() {}

  public static void main(String[] arguments) throws Exception {
    Path programs = Path.of(System.getProperty("postern.scripts", "."));
    PgCtlCommand command = new PgCtlCommand(programs, System.out, System.err, System.getenv());
    System.exit(command.run(arguments));
  }
}
