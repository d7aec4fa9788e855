package org.postern.server.postmaster;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.postern.server.launch.ShutdownMode;
import org.postern.server.launch.SignalThread;
import org.postern.storage.os.ProcessControl;

/**
 * Signals of the postmaster: TERM is smart, INT fast and QUIT immediate shutdown, HUP is reload.
 *
 * <p>Source: PostgreSQL documentation, "Shutting Down the Server". The launching script blocks
 * them, see {@link org.postern.storage.os.SignalQueue}. Without the script the JVM ends itself on
 * any of them; then a fast shutdown runs as the JVM's last act.
 */
final class PostmasterSignals {
  private static final long LAST_ACT_SECONDS = 60;

  private PostmasterSignals() {}

  static void install(EventLoop loop, Postmaster postmaster) {
    boolean queued = SignalThread.start(signal -> loop.execute(() -> act(signal, postmaster)));
    if (!queued) {
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().unstarted(() -> lastAct(loop, postmaster)));
    }
  }

  private static void act(int signal, Postmaster postmaster) {
    switch (signal) {
      case ProcessControl.SIGTERM -> postmaster.shutdown(ShutdownMode.SMART);
      case ProcessControl.SIGINT -> postmaster.shutdown(ShutdownMode.FAST);
      case ProcessControl.SIGQUIT -> postmaster.shutdown(ShutdownMode.IMMEDIATE);
      case ProcessControl.SIGHUP -> postmaster.reload();
      default -> throw new IllegalStateException("signal not asked for: signal=" + signal);
    }
  }

  private static void lastAct(EventLoop loop, Postmaster postmaster) {
    if (postmaster.released().isDone() || loop.isShuttingDown()) {
      return;
    }
    loop.execute(() -> postmaster.shutdown(ShutdownMode.FAST));
    postmaster.released().orTimeout(LAST_ACT_SECONDS, TimeUnit.SECONDS).handle((_, _) -> 0).join();
  }
}
