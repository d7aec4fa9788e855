package org.postern.server.wiring;

import org.postern.server.cli.PostgresCommand;
import org.postern.server.launch.ChildLauncher;
import org.postern.server.launch.JvmOptions;

/** Entry of the program postgres. */
public final class PostgresMain {
  private PostgresMain() {}

  public static void main(String[] arguments) throws Exception {
    ChildLauncher launcher = new ChildLauncher(JvmOptions.inherited(), ServerChild.class.getName());
    PostgresCommand command =
        new PostgresCommand(launcher, new SharedSegment(), System.out, System.err);
    System.exit(command.run(arguments, System.getenv()));
  }
}
