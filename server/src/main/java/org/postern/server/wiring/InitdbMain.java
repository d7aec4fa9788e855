package org.postern.server.wiring;

import org.postern.server.cli.ClusterBootstrap;
import org.postern.server.cli.ClusterSpec;
import org.postern.server.cli.InitdbCommand;

/** Entry of the program initdb. */
public final class InitdbMain {
  private InitdbMain() {}

  public static void main(String[] arguments) throws Exception {
    InitdbCommand command =
        new InitdbCommand(new LayoutOnly(), System.out, System.err, System.getenv());
    System.exit(command.run(arguments));
  }

  /** Leaves the data directory as laid out: there are no catalogs to fill it with. */
  private static final class LayoutOnly implements ClusterBootstrap {
    @Override
    public void bootstrap(ClusterSpec spec) {
      // Nothing beyond the layout.
    }

    @Override
    public void complete(ClusterSpec spec) {
      // Nothing beyond the layout.
    }
  }
}
