package org.postern.server.testing;

import org.postern.server.cli.PostgresCommand;
import org.postern.server.launch.ChildLauncher;
import org.postern.server.launch.JvmOptions;
import org.postern.server.wiring.SharedSegment;

/** The program postgres with {@link CannedChild} processes. */
public final class CannedPostgres {
  private CannedPostgres() {}

  public static void main(String[] arguments) throws Exception {
    ChildLauncher launcher = new ChildLauncher(JvmOptions.inherited(), CannedChild.class.getName());
    PostgresCommand command =
        new PostgresCommand(launcher, new SharedSegment(), System.out, System.err);
    System.exit(command.run(arguments, System.getenv()));
  }
}
