package org.postern.server.postmaster;

import io.netty.channel.EventLoop;
import org.postern.server.launch.ShutdownMode;
import sun.misc.Signal;

/**
 * Signals of the postmaster: TERM is smart, INT fast and QUIT immediate shutdown, HUP is reload.
 *
 * <p>Source: PostgreSQL documentation, "Shutting Down the Server". QUIT belongs to the JVM, which
 * prints its threads; the launching script therefore gives the JVM away and {@link QuitSignal}
 * takes it.
 */
final class PostmasterSignals {
  private PostmasterSignals() {}

  static void install(EventLoop loop, Postmaster postmaster) {
    handle("TERM", () -> loop.execute(() -> postmaster.shutdown(ShutdownMode.SMART)));
    handle("INT", () -> loop.execute(() -> postmaster.shutdown(ShutdownMode.FAST)));
    handle("HUP", () -> loop.execute(postmaster::reload));
  }

  private static void handle(String name, Runnable action) {
    Signal.handle(new Signal(name), _ -> action.run());
  }
}
