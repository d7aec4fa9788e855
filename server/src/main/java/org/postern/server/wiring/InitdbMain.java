package org.postern.server.wiring;

import org.postern.server.cli.InitdbCommand;

/** Entry of the program initdb. */
public final class InitdbMain {
  private InitdbMain() {}

  public static void main(String[] arguments) throws Exception {
    InitdbCommand command =
        new InitdbCommand(new CatalogBootstrap(), System.out, System.err, System.getenv());
    System.exit(command.run(arguments));
  }
}
