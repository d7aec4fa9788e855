package org.postern.server.postmaster;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.postern.server.launch.ChildLauncher;
import org.postern.server.launch.LaunchParameters;
import org.postern.server.launch.ProcessKind;
import org.postern.server.log.ServerLog;

/**
 * Launches children. Spawning a process takes milliseconds, so it happens on a thread of its own;
 * the results come back to the event loop. A kind that keeps dying young is launched again only
 * after a pause.
 */
final class ChildSupply {
  /** Who is told about processes; called on the event loop. */
  interface Events {
    void exited(Child child, int status);

    /** A pause is over: look again what is missing. */
    void again();
  }

  /** A child that dies before this age makes its kind wait. */
  private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long PAUSE_MILLIS = 1_000;

  private final EventLoop loop;
  private final ServerLog log;
  private final ChildLauncher launcher;
  private final ChildTable table;
  private final Events events;
  private final ExecutorService spawner =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("spawner").daemon().factory());
  private final Map<ProcessKind, Long> pausedUntil = new EnumMap<>(ProcessKind.class);

  ChildSupply(
      EventLoop loop, ServerLog log, ChildLauncher launcher, ChildTable table, Events events) {
    this.loop = loop;
    this.log = log;
    this.launcher = launcher;
    this.table = table;
    this.events = events;
  }

  /** Launches a child of a kind; null when there is no slot or the kind has to wait. */
  Child launch(ProcessKind kind, Function<Child, LaunchParameters> describe) {
    Long until = pausedUntil.get(kind);
    if (until != null && System.nanoTime() - until < 0) {
      return null;
    }
    Child child = table.add(kind);
    if (child != null) {
      LaunchParameters parameters = describe.apply(child);
      spawner.execute(() -> spawn(child, parameters));
    }
    return child;
  }

  private void spawn(Child child, LaunchParameters parameters) {
    try {
      Process process = launcher.start(parameters);
      loop.execute(() -> spawned(child, process));
      process.onExit().thenAccept(p -> loop.execute(() -> ended(child, p.exitValue())));
    } catch (IOException e) {
      log.log("could not start " + child.kind().logName() + ": " + e.getMessage());
      loop.execute(() -> ended(child, 1));
    }
  }

  private void spawned(Child child, Process process) {
    child.spawned(process);
    if (child.state() == Child.State.LEAVING) {
      // It was dismissed while it was being spawned.
      child.kill();
    }
  }

  private void ended(Child child, int status) {
    boolean diedYoung = child.ageNanos() < YOUNG_NANOS && !child.saidGoodbye();
    if (diedYoung && child.kind().restart() != ProcessKind.Restart.NEVER) {
      pausedUntil.put(child.kind(), System.nanoTime() + PAUSE_MILLIS * 1_000_000);
      loop.schedule(events::again, PAUSE_MILLIS + 10, TimeUnit.MILLISECONDS);
    }
    events.exited(child, status);
  }

  void close() {
    spawner.shutdown();
  }
}
