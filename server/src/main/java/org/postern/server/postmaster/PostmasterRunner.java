package org.postern.server.postmaster;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postern.server.config.ServerConfig;
import org.postern.server.launch.ChildLauncher;
import org.postern.server.launch.ProcessKind;
import org.postern.server.log.LogSettings;
import org.postern.server.log.ServerLog;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;

/** Brings a postmaster up on a configured data directory and stays until it has ended. */
public final class PostmasterRunner {
  /** Slots beyond clients and spares: one of each kind, and room for the dead and the leaving. */
  private static final int EXTRA_SLOTS = ProcessKind.values().length + 8;

  private static final int FAILURE_STATUS = 1;

  private final ServerConfig config;
  private final ServerLog log;
  private final ChildLauncher launcher;
  private final SharedMemorySetup sharedMemory;

  public PostmasterRunner(
      ServerConfig config, ServerLog log, ChildLauncher launcher, SharedMemorySetup sharedMemory) {
    this.config = config;
    this.log = log;
    this.launcher = launcher;
    this.sharedMemory = sharedMemory;
  }

  /** Returns the process's exit status. */
  public int run() throws InterruptedException {
    PostmasterFiles files = null;
    try {
      SupportedSettings.check(config);
      DataDirectoryCheck.check(config.dataDirectory(), DataDirectoryCheck.currentUid());
      files = PostmasterFiles.claim(config.dataDirectory());
      log.configure(LogSettings.of(config.settings()));
      log.log("starting " + config.versionText());
      return serve(files);
    } catch (SqlException e) {
      log.error(Severity.FATAL, e);
      return FAILURE_STATUS;
    } catch (IOException e) {
      log.failure(Severity.FATAL, e);
      return FAILURE_STATUS;
    } finally {
      if (files != null) {
        files.release();
      }
    }
  }

  private int serve(PostmasterFiles files) throws IOException, InterruptedException {
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    EventLoop loop = group.next();
    ChildTable table = new ChildTable(processSlots());
    Postmaster postmaster = new Postmaster(loop, log, config, files, sharedMemory, table, launcher);
    ControlServer control = new ControlServer(files.controlSocket(), files.token(), postmaster);
    ClientListeners listeners =
        new ClientListeners(loop, log, postmaster::accepted, config.integer("port"));
    try {
      writeOptionsFile(files);
      writeExternalPidFile();
      control.open(loop);
      listen(listeners, files);
      PostmasterSignals.install(loop, postmaster);
      loop.execute(() -> {
        try {
          postmaster.start();
        } catch (RuntimeException e) {
          postmaster.exitStatus().completeExceptionally(e);
        }
      });
      return await(postmaster);
    } finally {
      listeners.close();
      control.close();
      files.release();
      postmaster.released().complete(null);
      group.shutdownGracefully(0, 100, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
  }

  private int await(Postmaster postmaster) throws InterruptedException {
    try {
      return postmaster.exitStatus().get();
    } catch (java.util.concurrent.ExecutionException e) {
      log.failure(Severity.FATAL, e.getCause());
      return FAILURE_STATUS;
    }
  }

  private int processSlots() {
    return config.integer("max_connections")
        + config.integer("postern.max_spare_backends")
        + config.integer("autovacuum_max_workers")
        + EXTRA_SLOTS;
  }

  private void listen(ClientListeners listeners, PostmasterFiles files) {
    List<String> addresses = config.list("listen_addresses");
    List<String> directories = config.directories("unix_socket_directories");
    files.listens(config.integer("port"), addresses, directories);
    listeners.openTcp(addresses);
    for (String directory : directories) {
      listeners.openUnix(
          Path.of(directory).toAbsolutePath(),
          files.owner(),
          config.integer("unix_socket_permissions"));
    }
  }

  private void writeExternalPidFile() throws IOException {
    String file = config.text("external_pid_file");
    if (!file.isEmpty()) {
      Path path = config.dataDirectory().resolve(file);
      Files.writeString(path, ProcessHandle.current().pid() + "\n");
      path.toFile().deleteOnExit();
    }
  }

  private void writeOptionsFile(PostmasterFiles files) throws IOException {
    Files.writeString(
        files.dataDirectory().resolve("postmaster.opts"), config.commandLine() + "\n");
  }
}
