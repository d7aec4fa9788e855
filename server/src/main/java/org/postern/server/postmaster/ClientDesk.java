package org.postern.server.postmaster;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.UnixChannel;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import org.postern.server.config.ServerConfig;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ProcessKind;
import org.postern.server.log.ServerLog;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Gives each accepted client to a spare backend, or turns it away.
 *
 * <p>A client counts against max_connections from the moment it is accepted until its backend says
 * that it is a spare again, as PostgreSQL counts processes rather than logged-in sessions.
 */
final class ClientDesk {
  private record Waiting(UnixChannel client, boolean unixSocket) {}

  private final EventLoop loop;
  private final ServerLog log;
  private final ServerConfig config;
  private final ChildTable table;
  private final SecureRandom random = new SecureRandom();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  ClientDesk(EventLoop loop, ServerLog log, ServerConfig config, ChildTable table) {
    this.loop = loop;
    this.log = log;
    this.config = config;
    this.table = table;
  }

  int waitingClients() {
    return waiting.size();
  }

  /** A client has been accepted while the server is in the given state. */
  void accepted(UnixChannel client, boolean unixSocket, PostmasterState state) {
    SqlException refusal = refusal(state);
    if (refusal != null) {
      turnAway(client, refusal);
      return;
    }
    waiting.add(new Waiting(client, unixSocket));
    serve();
  }

  private SqlException refusal(PostmasterState state) {
    return switch (state) {
      case RECOVERING, WARMING ->
          SqlException.fatal(SqlState.CANNOT_CONNECT_NOW, "the database system is starting up");
      case RUNNING ->
          occupied() >= config.integer("max_connections")
              ? SqlException.fatal(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already")
              : null;
      case STOPPING_CLIENTS, STOPPING_WRITERS, CHECKPOINTING, HALTING ->
          SqlException.fatal(SqlState.CANNOT_CONNECT_NOW, "the database system is shutting down");
      case CRASHED ->
          SqlException.fatal(
              SqlState.CANNOT_CONNECT_NOW, "the database system is in recovery mode");
    };
  }

  private int occupied() {
    return table.count(ProcessKind.BACKEND, Child.State.ACTIVE) + waiting.size();
  }

  private void turnAway(UnixChannel client, SqlException refusal) {
    log.error(Severity.FATAL, refusal);
    Channel channel = client;
    channel.pipeline().addLast(new TurnedAwayClient(refusal, this::cancel));
    loop.register(channel);
  }

  /** Hands waiting clients to spares, as many as there are. */
  void serve() {
    while (!waiting.isEmpty()) {
      Child spare =
          table.first(c -> c.kind() == ProcessKind.BACKEND && c.state() == Child.State.READY);
      if (spare == null) {
        return;
      }
      handOver(waiting.poll(), spare);
    }
  }

  private void handOver(Waiting next, Child spare) {
    int limit = config.integer("max_connections");
    int reserved = config.integer("superuser_reserved_connections");
    boolean reservedOnly = occupied() + 1 > limit - reserved;
    int key = random.nextInt();
    Channel descriptors = spare.occupy(key);
    spare.send(new ControlFrame.Handover(next.unixSocket, key, reservedOnly));
    descriptors
        .writeAndFlush(next.client.fd())
        .addListener(sent -> {
          // The descriptor now lives in the backend, or the client is lost with it.
          next.client.unsafe().closeForcibly();
        });
  }

  /** Carries out a cancel request; its sender never learns whether it was right. */
  void cancel(int pid, int key) {
    Child target =
        table.first(c ->
            c.kind() == ProcessKind.BACKEND && c.state() == Child.State.ACTIVE && c.pid() == pid);
    if (target == null) {
      log.log("PID %d in cancel request did not match any process".formatted(pid));
    } else if (target.cancelKey() != key) {
      log.log("wrong key in cancel request for process %d".formatted(pid));
    } else {
      target.send(new ControlFrame.Interrupt(ControlFrame.InterruptKind.CANCEL, key));
    }
  }

  /** The server no longer serves: those who wait are turned away. */
  void dismissWaiting(PostmasterState state) {
    while (!waiting.isEmpty()) {
      turnAway(waiting.poll().client, refusal(state));
    }
  }
}
