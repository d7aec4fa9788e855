package org.postern.storage.proc;

/** A consistent copy of one process's activity; times in microseconds since 2000-01-01, 0 none. */
public record ActivitySnapshot(
    ActivityState state,
    long backendStart,
    long xactStart,
    long queryStart,
    long stateChange,
    long queryId,
    int clientPort,
    String applicationName,
    String userName,
    String databaseName,
    String clientAddress,
    String clientHost,
    String backendType,
    String query) {}
