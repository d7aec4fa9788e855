package org.postern.executor.session;

/**
 * Who is connected to what. {@code processId} is the backend's operating-system process, {@code
 * clientAddress} and {@code serverAddress} are null for a local socket.
 */
public record SessionIdentity(
    int userOid,
    String user,
    boolean superuser,
    String database,
    int processId,
    String clientAddress,
    int clientPort,
    String serverAddress,
    int serverPort) {}
