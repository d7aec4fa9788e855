package org.postern.server.postmaster;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.UnixChannel;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.postern.executor.session.guc.GucSetting;
import org.postern.server.config.ServerConfig;
import org.postern.server.launch.ChildLauncher;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.LaunchParameters;
import org.postern.server.launch.ProcessKind;
import org.postern.server.launch.ShutdownMode;
import org.postern.server.log.LogSettings;
import org.postern.server.log.ServerLog;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;

/**
 * The state machine at the head of the server. Everything here runs on one event loop; each event
 * (a client, a frame of a child, the end of a child, a signal, a timer) changes a fact and then
 * calls {@link #advance}, which compares what is with what the state wants and does what is
 * missing. The rules are numbered in README.md.
 */
final class Postmaster implements ControlServer.Events, ChildSupply.Events {
  /** How long children get to end by themselves before they are killed. */
  private static final long KILL_AFTER_MILLIS = 5_000;

  private static final long PID_FILE_CHECK_SECONDS = 60;

  private static final Set<ProcessKind> SERVICES =
      EnumSet.of(
          ProcessKind.CHECKPOINTER,
          ProcessKind.BGWRITER,
          ProcessKind.WALWRITER,
          ProcessKind.REAPER);

  private static final Set<ProcessKind> WRITERS =
      EnumSet.of(ProcessKind.BGWRITER, ProcessKind.WALWRITER, ProcessKind.REAPER);

  private final EventLoop loop;
  private final ServerLog log;
  private final ServerConfig config;
  private final PostmasterFiles files;
  private final SharedMemorySetup sharedMemory;
  private final ChildTable table;
  private final ChildSupply supply;
  private final ClientDesk desk;
  private final CompletableFuture<Integer> exitStatus = new CompletableFuture<>();
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private PostmasterState state = PostmasterState.RECOVERING;
  private ShutdownMode shutdown;
  private int restarts;
  private boolean abnormal;

  Postmaster(
      EventLoop loop,
      ServerLog log,
      ServerConfig config,
      PostmasterFiles files,
      SharedMemorySetup sharedMemory,
      ChildTable table,
      ChildLauncher launcher) {
    this.loop = loop;
    this.log = log;
    this.config = config;
    this.files = files;
    this.sharedMemory = sharedMemory;
    this.table = table;
    this.desk = new ClientDesk(loop, log, config, table);
    this.supply = new ChildSupply(loop, log, launcher, table, this);
  }

  /** A client knocks; whoever serves it leaves a gap among the spares. */
  void accepted(UnixChannel client, boolean unixSocket) {
    desk.accepted(client, unixSocket, state);
    advance();
  }

  /** Completes with the process's exit status when all is over. */
  CompletableFuture<Integer> exitStatus() {
    return exitStatus;
  }

  /** Completes when, after that, the server's files are gone too. */
  CompletableFuture<Void> released() {
    return released;
  }

  /** Begins recovery; everything else follows from events. */
  void start() {
    files.status("starting");
    loop.scheduleAtFixedRate(
        this::checkPidFile, PID_FILE_CHECK_SECONDS, PID_FILE_CHECK_SECONDS, TimeUnit.SECONDS);
    recover();
  }

  private void recover() {
    state = PostmasterState.RECOVERING;
    sharedMemory.create(files.sharedMemory(), table.slots(), config);
    table.allCleaned();
    launch(ProcessKind.STARTUP);
    advance();
  }

  private Child launch(ProcessKind kind) {
    return supply.launch(kind, this::parameters);
  }

  private LaunchParameters parameters(Child child) {
    return new LaunchParameters(
        child.kind(),
        child.slot(),
        ProcessHandle.current().pid(),
        files.startMicros(),
        restarts,
        files.sharedMemory(),
        files.dataDirectory(),
        files.controlSocket(),
        files.token(),
        config.settings());
  }

  // Events.

  @Override
  public void failure(Throwable cause) {
    log.failure(Severity.LOG, cause);
  }

  @Override
  public Child hello(ControlFrame.Hello hello, Channel channel) {
    Child child = table.at(hello.slot());
    if (child == null || (child.pid() != 0 && child.pid() != hello.pid())) {
      return null;
    }
    child.connected(hello, channel);
    boolean unwanted =
        child.state() == Child.State.LEAVING && hello.channel() == ControlFrame.Channel.CONTROL;
    if (unwanted) {
      child.dismiss(ShutdownMode.IMMEDIATE);
    }
    advance();
    return child;
  }

  @Override
  public void frame(Child child, ControlFrame frame) {
    if (table.at(child.slot()) != child) {
      return;
    }
    switch (frame) {
      case ControlFrame.Ready _ -> {
        child.ready();
        if (child.kind() == ProcessKind.BACKEND && !config.pendingRestart().isEmpty()) {
          child.send(new ControlFrame.PendingRestart(config.pendingRestart()));
        }
        if (child.kind() == ProcessKind.REAPER) {
          table.dirtySlots().forEach(child::send);
        }
      }
      case ControlFrame.IdleAgain _ -> child.idleAgain();
      case ControlFrame.Leaving _ -> child.goodbye();
      case ControlFrame.CancelRequest f -> desk.cancel(f.pid(), f.key());
      case ControlFrame.WakeRequest f -> wake(f.pid());
      case ControlFrame.ReloadRequest _ -> reload();
      case ControlFrame.WorkerRequest _ -> launchWorker();
      case ControlFrame.Panic _ -> crash();
      case ControlFrame.Reaped f -> reaped(f);
      case ControlFrame.Hello _,
          ControlFrame.Begin _,
          ControlFrame.Handover _,
          ControlFrame.Interrupt _,
          ControlFrame.Reload _,
          ControlFrame.PendingRestart _,
          ControlFrame.Shutdown _,
          ControlFrame.SlotDead _ ->
          throw new IllegalStateException("unexpected control frame: " + frame);
    }
    advance();
  }

  private void wake(int pid) {
    Child target = table.first(c -> c.pid() == pid);
    if (target != null) {
      target.send(new ControlFrame.Interrupt(ControlFrame.InterruptKind.WAKE, 0));
    }
  }

  private void launchWorker() {
    if (state == PostmasterState.RUNNING) {
      launch(ProcessKind.AUTOVACUUM_WORKER);
    }
  }

  private void reaped(ControlFrame.Reaped verdict) {
    if (verdict.needsRestart()) {
      crash();
    } else {
      table.cleaned(verdict.slot());
    }
  }

  @Override
  public void exited(Child child, int status) {
    if (table.at(child.slot()) != child) {
      return;
    }
    child.closeChannels();
    boolean debris = child.leavesDebris(status);
    boolean expected = state == PostmasterState.CRASHED || state == PostmasterState.HALTING;
    boolean failed = debris || (status != 0 && child.state() != Child.State.LEAVING);
    if (failed && !expected) {
      log.log(ExitText.of(child.kind(), child.pid(), status));
    }
    table.remove(child, debris && !expected);
    if (failed && state == PostmasterState.CHECKPOINTING) {
      // Without the shutdown checkpoint the next start replays the log.
      abnormal |= child.kind() == ProcessKind.CHECKPOINTER;
    }
    if (child.kind() == ProcessKind.STARTUP) {
      startupEnded(debris || status != 0);
    } else if (debris && !expected) {
      bury(child);
    }
    advance();
  }

  private void startupEnded(boolean failed) {
    if (state != PostmasterState.RECOVERING) {
      return;
    }
    if (failed) {
      log.log("aborting startup due to startup process failure");
      abnormal = true;
      halt();
    } else {
      state = PostmasterState.WARMING;
    }
  }

  /** A reaper that is not there yet hears of the dead when it is ready. */
  private void bury(Child child) {
    Child reaper = table.only(ProcessKind.REAPER);
    if (reaper != null && reaper.state() == Child.State.READY) {
      reaper.send(new ControlFrame.SlotDead(child.slot(), child.pid()));
    }
  }

  @Override
  public void again() {
    advance();
  }

  /** A signal or pg_ctl asks the server to end; a stronger request overrides a weaker one. */
  void shutdown(ShutdownMode mode) {
    if (shutdown != null && shutdown.compareTo(mode) >= 0) {
      return;
    }
    log.log("received %s shutdown request".formatted(mode.name().toLowerCase(Locale.ROOT)));
    boolean wasRunning = state == PostmasterState.RUNNING;
    shutdown = mode;
    sayStopping();
    switch (mode) {
      case SMART, FAST -> {
        if (mode == ShutdownMode.FAST && wasRunning) {
          log.log("aborting any active transactions");
        }
        stop();
      }
      case IMMEDIATE -> halt();
    }
    advance();
  }

  private void stop() {
    switch (state) {
      case RECOVERING, CRASHED -> halt();
      case WARMING, RUNNING -> state = PostmasterState.STOPPING_CLIENTS;
      case STOPPING_CLIENTS, STOPPING_WRITERS, CHECKPOINTING, HALTING -> {
        // Under way already; fast merely hurries the clients, see advance.
      }
    }
    desk.dismissWaiting(state);
    if (shutdown == ShutdownMode.FAST) {
      for (Child child : table.all()) {
        if (child.state() == Child.State.ACTIVE) {
          child.send(new ControlFrame.Interrupt(ControlFrame.InterruptKind.TERMINATE, 0));
        }
      }
    }
  }

  /** SIGHUP: everybody gets the new settings; a bad file changes nothing. */
  void reload() {
    if (state.isStopping()) {
      return;
    }
    log.log("received SIGHUP, reloading configuration files");
    if (!config.reload(log)) {
      return;
    }
    log.configure(LogSettings.of(config.settings()));
    List<GucSetting> settings = config.settings();
    for (Child child : table.all()) {
      child.send(new ControlFrame.PendingRestart(config.pendingRestart()));
      child.send(new ControlFrame.Reload(settings));
    }
    advance();
  }

  /** A shutdown goes on even if the data directory is gone, and nobody can be told of it. */
  private void sayStopping() {
    if (!files.pidFileIsOurs()) {
      return;
    }
    try {
      files.status("stopping");
    } catch (SqlException e) {
      log.log(e.getMessage());
    }
  }

  private void checkPidFile() {
    if (!files.pidFileIsOurs()) {
      log.log("performing immediate shutdown because data directory lock file is invalid");
      shutdown(ShutdownMode.IMMEDIATE);
    }
  }

  // What each state wants.

  private void advance() {
    switch (state) {
      case RECOVERING -> {
        letIn(ProcessKind.STARTUP);
        keepSpares(1);
      }
      case WARMING -> {
        letAllIn();
        keepSpares(1);
        openWhenWarm();
      }
      case RUNNING -> {
        letAllIn();
        keepServices();
        keepLauncher();
        keepSpares(config.integer("postern.min_spare_backends"));
        desk.serve();
      }
      case STOPPING_CLIENTS -> stopClients();
      case STOPPING_WRITERS -> {
        if (table.count(c -> WRITERS.contains(c.kind())) == 0) {
          stopCheckpointer();
        }
      }
      case CHECKPOINTING -> {
        if (table.only(ProcessKind.CHECKPOINTER) == null) {
          halt();
        }
      }
      case CRASHED -> {
        if (table.isEmpty()) {
          restart();
        }
      }
      case HALTING -> {
        if (table.isEmpty()) {
          finish();
        }
      }
    }
  }

  private void letIn(ProcessKind kind) {
    Child child = table.only(kind);
    if (child != null && child.state() == Child.State.WAITING) {
      child.begin();
    }
  }

  private void letAllIn() {
    for (Child child : table.all()) {
      if (child.state() == Child.State.WAITING) {
        child.begin();
      }
    }
  }

  private void keepServices() {
    for (ProcessKind kind : SERVICES) {
      if (table.only(kind) == null) {
        launch(kind);
      }
    }
  }

  /** Rule 18: the autovacuum launcher is there while the server runs and the settings want it. */
  private void keepLauncher() {
    Child launcher = table.only(ProcessKind.AUTOVACUUM_LAUNCHER);
    boolean wanted = config.bool("autovacuum") && config.bool("track_counts");
    if (wanted && launcher == null) {
      launch(ProcessKind.AUTOVACUUM_LAUNCHER);
    } else if (!wanted && launcher != null && launcher.state() == Child.State.READY) {
      launcher.dismiss(ShutdownMode.FAST);
    }
  }

  /** Rule 7: as many spares as wanted, and one for each client that waits. */
  private void keepSpares(int spares) {
    int wanted = spares + desk.waitingClients();
    int coming =
        table.count(c ->
            c.kind() == ProcessKind.BACKEND
                && c.state() != Child.State.ACTIVE
                && c.state() != Child.State.LEAVING);
    for (int i = coming; i < wanted; i++) {
      if (launch(ProcessKind.BACKEND) == null) {
        return;
      }
    }
    dismissSurplus();
  }

  private void dismissSurplus() {
    int spares = table.count(ProcessKind.BACKEND, Child.State.READY) - desk.waitingClients();
    int limit =
        Math.max(
            config.integer("postern.max_spare_backends"),
            config.integer("postern.min_spare_backends"));
    for (Child child : table.all()) {
      if (spares <= limit) {
        return;
      }
      if (child.kind() == ProcessKind.BACKEND && child.state() == Child.State.READY) {
        child.dismiss(ShutdownMode.SMART);
        spares--;
      }
    }
  }

  /**
   * The first spare is enough to begin with: the services work ahead of sessions or behind them,
   * and processes that start all at once would only be in each other's way.
   */
  private void openWhenWarm() {
    if (table.count(ProcessKind.BACKEND, Child.State.READY) > 0) {
      state = PostmasterState.RUNNING;
      log.log("database system is ready to accept connections");
      // Last, as pg_ctl waits for it: what it prints then comes after what the server has printed.
      files.status("ready");
      advance();
    }
  }

  private void stopClients() {
    SERVICES.forEach(this::letIn);
    for (Child child : table.all()) {
      boolean idle =
          switch (child.state()) {
            case LAUNCHED, WAITING, BEGUN, READY -> true;
            case ACTIVE, LEAVING -> false;
          };
      if (idle && !SERVICES.contains(child.kind())) {
        child.dismiss(shutdown);
      }
    }
    boolean clientsLeft = table.count(c -> !SERVICES.contains(c.kind())) > 0;
    if (clientsLeft) {
      return;
    }
    Child checkpointer = table.only(ProcessKind.CHECKPOINTER);
    boolean checkpointerReady = checkpointer != null && checkpointer.state() == Child.State.READY;
    if (table.hasDirtySlots() || !checkpointerReady) {
      // The dead must be buried first, and someone must be there to write the checkpoint.
      keepServices();
      return;
    }
    state = PostmasterState.STOPPING_WRITERS;
    for (Child child : table.all()) {
      if (WRITERS.contains(child.kind())) {
        child.dismiss(ShutdownMode.FAST);
      }
    }
    advance();
  }

  private void stopCheckpointer() {
    Child checkpointer = table.only(ProcessKind.CHECKPOINTER);
    state = PostmasterState.CHECKPOINTING;
    if (checkpointer == null || checkpointer.state() != Child.State.READY) {
      // Without a shutdown checkpoint the next start replays the log; no harm is done.
      abnormal = true;
      halt();
    } else {
      checkpointer.dismiss(ShutdownMode.FAST);
    }
  }

  /** Rule 9: nobody can be trusted any more. */
  private void crash() {
    if (state == PostmasterState.CRASHED || state == PostmasterState.HALTING) {
      return;
    }
    log.log("terminating any other active server processes");
    if (state.isStopping() || !config.bool("restart_after_crash")) {
      abnormal = true;
      halt();
      return;
    }
    state = PostmasterState.CRASHED;
    killAll();
    desk.dismissWaiting(state);
  }

  private void restart() {
    log.log("all server processes terminated; reinitializing");
    restarts++;
    if (shutdown != null) {
      state = PostmasterState.HALTING;
      finish();
      return;
    }
    recover();
  }

  private void halt() {
    state = PostmasterState.HALTING;
    desk.dismissWaiting(state);
    killAll();
    advance();
  }

  private void killAll() {
    for (Child child : table.all()) {
      child.dismiss(ShutdownMode.IMMEDIATE);
    }
    loop.schedule(this::killSurvivors, KILL_AFTER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void killSurvivors() {
    if (state == PostmasterState.CRASHED || state == PostmasterState.HALTING) {
      for (Child child : table.all()) {
        child.kill();
      }
    }
  }

  private void finish() {
    if (exitStatus.isDone()) {
      return;
    }
    supply.close();
    log.log(abnormal ? "abnormal database system shutdown" : "database system is shut down");
    exitStatus.complete(abnormal ? 1 : 0);
  }
}
