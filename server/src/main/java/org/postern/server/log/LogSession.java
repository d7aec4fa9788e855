package org.postern.server.log;

import org.postern.server.launch.ProcessKind;

/**
 * Who this process works for at the moment, for the escapes of log_line_prefix.
 *
 * <p>Written by the session's thread, read by whoever logs; a mix of old and new values in one line
 * does no harm, so the fields are only volatile.
 */
public final class LogSession {
  private final ProcessKind kind;
  private final long startMicros;
  private volatile String user;
  private volatile String database;
  private volatile String application;
  private volatile String host;
  private volatile int port;
  private volatile String commandTag;
  private volatile long transactionId;
  private volatile long sessionStartMicros;

  /** {@code kind} is null in the postmaster. */
  public LogSession(ProcessKind kind, long startMicros) {
    this.kind = kind;
    this.startMicros = startMicros;
    this.sessionStartMicros = startMicros;
  }

  /** A client has come; host {@code [local]} stands for a Unix-domain socket, with port 0. */
  public void connected(String clientHost, int clientPort, long micros) {
    host = clientHost;
    port = clientPort;
    sessionStartMicros = micros;
  }

  public void authenticated(String userName, String databaseName) {
    user = userName;
    database = databaseName;
  }

  public void application(String name) {
    application = name;
  }

  public void commandTag(String tag) {
    commandTag = tag;
  }

  public void transactionId(long xid) {
    transactionId = xid;
  }

  /** The client has left. */
  public void disconnected() {
    user = null;
    database = null;
    application = null;
    host = null;
    port = 0;
    commandTag = null;
    transactionId = 0;
    sessionStartMicros = startMicros;
  }

  /** Whether escapes after %q are filled in. */
  boolean isClientSession() {
    return host != null;
  }

  String backendType() {
    return kind == null ? "postmaster" : kind.title();
  }

  String user() {
    return user;
  }

  String database() {
    return database;
  }

  String application() {
    return application;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  String commandTag() {
    return commandTag;
  }

  long transactionId() {
    return transactionId;
  }

  long sessionStartMicros() {
    return sessionStartMicros;
  }
}
