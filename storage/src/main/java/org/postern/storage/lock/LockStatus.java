package org.postern.storage.lock;

/**
 * One row of pg_locks.
 *
 * @param slot index of the process slot that holds or awaits the lock
 * @param waitStart microseconds since 2000-01-01, 0 when not waiting
 */
public record LockStatus(
    LockTag tag,
    LockMode mode,
    boolean granted,
    boolean fastPath,
    int slot,
    int pid,
    int localXid,
    long waitStart) {}
