package org.postern.server.postmaster;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.postern.server.log.ServerLog;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The sockets that clients knock at. Accepted connections are not registered with the event loop:
 * their descriptors are about to leave this process.
 *
 * <p>Source: PostgreSQL documentation, "Connection Settings".
 */
final class ClientListeners {
  /** Takes an accepted client; called on the event loop. */
  @FunctionalInterface
  interface Clients {
    void accepted(UnixChannel client, boolean unixSocket);
  }

  private static final int BACKLOG = 1024;
  private static final int MAX_UNIX_PATH = 107;

  private final EventLoop loop;
  private final ServerLog log;
  private final Clients clients;
  private final int port;
  private final List<Channel> listeners = new ArrayList<>();
  private final List<LockFile> socketLocks = new ArrayList<>();
  private final List<Path> socketFiles = new ArrayList<>();

  ClientListeners(EventLoop loop, ServerLog log, Clients clients, int port) {
    this.loop = loop;
    this.log = log;
    this.clients = clients;
    this.port = port;
  }

  /** Listens on all addresses; fails only if none of them works. */
  void openTcp(List<String> addresses) {
    int opened = 0;
    for (String address : addresses) {
      int before = listeners.size();
      for (InetAddress resolved : resolve(address)) {
        bindTcp(resolved);
      }
      if (listeners.size() > before) {
        opened++;
      } else {
        log.log(Severity.WARNING, "could not create listen socket for \"%s\"".formatted(address));
      }
    }
    if (opened == 0 && !addresses.isEmpty()) {
      throw SqlException.fatal(
          SqlState.CONFIGURATION_LIMIT_EXCEEDED, "could not create any TCP/IP sockets");
    }
  }

  private List<InetAddress> resolve(String address) {
    try {
      if (address.equals("*")) {
        return List.of(InetAddress.getByName("0.0.0.0"), InetAddress.getByName("::"));
      }
      return List.of(InetAddress.getAllByName(address));
    } catch (UnknownHostException e) {
      log.log(
          "could not translate host name \"%s\", service \"%d\" to address: Name or service not known"
              .formatted(address, port));
      return List.of();
    }
  }

  private void bindTcp(InetAddress address) {
    boolean v6 = address instanceof Inet6Address;
    String family = v6 ? "IPv6" : "IPv4";
    String text = v6 ? withoutScope(address) : address.getHostAddress();
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .handler(new Acceptor(false))
            .childHandler(new ChannelInboundHandlerAdapter())
            .bind(new InetSocketAddress(address, port))
            .awaitUninterruptibly();
    if (bound.isSuccess()) {
      listeners.add(bound.channel());
      log.log("listening on %s address \"%s\", port %d".formatted(family, text, port));
      return;
    }
    // An IPv6 address that this machine does not have is not worth a report.
    if (v6 && isUnavailable(bound.cause())) {
      return;
    }
    SqlException report =
        SqlException.error(
            SqlState.SYSTEM_ERROR,
            "could not bind %s address \"%s\": %s",
            family,
            text,
            reason(bound.cause()));
    if (reason(bound.cause()).equals("Address already in use")) {
      report.withHint(
          "Is another postmaster already running on port %d? If not, wait a few seconds and retry.",
          port);
    }
    log.error(Severity.LOG, report);
  }

  private static String withoutScope(InetAddress address) {
    String text = address.getHostAddress();
    if (text.equals("0:0:0:0:0:0:0:1")) {
      return "::1";
    }
    return text.equals("0:0:0:0:0:0:0:0") ? "::" : text;
  }

  private static boolean isUnavailable(Throwable cause) {
    return reason(cause).contains("Cannot assign") || reason(cause).contains("not supported");
  }

  /** The text of errno at the end of Netty's message. */
  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
  }

  /** Makes the socket file {@code .s.PGSQL.PORT} in a directory, guarded by its lock file. */
  void openUnix(Path directory, LockFile.Content owner, int permissions) {
    Path socket = directory.resolve(".s.PGSQL." + port);
    if (socket.toString().length() > MAX_UNIX_PATH) {
      throw SqlException.fatal(
          SqlState.CONFIGURATION_LIMIT_EXCEEDED,
          "Unix-domain socket path \"%s\" is too long (maximum %d bytes)",
          socket,
          MAX_UNIX_PATH);
    }
    LockFile lock = LockFile.forSocket(socket, owner);
    socketLocks.add(lock);
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw SqlException.fatal(SqlState.IO_ERROR, "could not remove \"%s\"", socket).withCause(e);
    }
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerDomainSocketChannel.class)
            .handler(new Acceptor(true))
            .childHandler(new ChannelInboundHandlerAdapter())
            .bind(new DomainSocketAddress(socket.toString()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw SqlException.fatal(
          SqlState.IO_ERROR,
          "could not create Unix-domain socket in directory \"%s\": %s",
          directory,
          reason(bound.cause()));
    }
    listeners.add(bound.channel());
    socketFiles.add(socket);
    try {
      Files.setPosixFilePermissions(socket, permissions(permissions));
    } catch (IOException e) {
      throw SqlException.fatal(
              SqlState.IO_ERROR, "could not set permissions of file \"%s\"", socket)
          .withCause(e);
    }
    log.log("listening on Unix socket \"%s\"".formatted(socket));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    // Both the constants and the mode bits run from owner-read down to others-execute.
    PosixFilePermission[] bits = PosixFilePermission.values();
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < bits.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        set.add(bits[i]);
      }
    }
    return set;
  }

  /** Stops listening and removes the socket files. */
  void close() {
    for (Channel listener : listeners) {
      listener.close().awaitUninterruptibly(1000);
    }
    listeners.clear();
    for (Path file : socketFiles) {
      LockFile.deleteQuietly(file);
    }
    socketFiles.clear();
    for (LockFile lock : socketLocks) {
      lock.remove();
    }
    socketLocks.clear();
  }

  @Sharable
  private final class Acceptor extends ChannelInboundHandlerAdapter {
    private final boolean unixSocket;

    Acceptor(boolean unixSocket) {
      this.unixSocket = unixSocket;
    }

    /** Ends the accepted channel's way here, before Netty's own acceptor would register it. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      clients.accepted((UnixChannel) message, unixSocket);
    }
  }
}
