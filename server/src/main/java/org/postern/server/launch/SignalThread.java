package org.postern.server.launch;

import java.util.function.IntConsumer;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.os.SignalQueue;

/**
 * Takes this process's signals and gives their numbers to a handler, one after the other on a
 * thread of its own.
 */
public final class SignalThread {
  private SignalThread() {}

  /** False when this process was launched without its signals blocked; nothing happens then. */
  public static boolean start(IntConsumer handler) {
    SignalQueue queue =
        SignalQueue.open(
            ProcessControl.SIGHUP,
            ProcessControl.SIGINT,
            ProcessControl.SIGQUIT,
            ProcessControl.SIGTERM);
    if (queue == null) {
      return false;
    }
    Thread.ofPlatform()
        .name("signals")
        .daemon()
        .start(() -> {
          while (true) {
            handler.accept(queue.take());
          }
        });
    return true;
  }
}
