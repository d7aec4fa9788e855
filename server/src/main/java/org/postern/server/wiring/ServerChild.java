package org.postern.server.wiring;

import java.io.IOException;
import org.postern.server.launch.ChildMain;

/** Entry of every child process. */
public final class ServerChild {
  private ServerChild() {}

  public static void main(String[] arguments) throws IOException {
    System.exit(new ChildMain(new ServerProcesses()).run());
  }
}
