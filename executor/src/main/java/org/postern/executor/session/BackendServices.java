package org.postern.executor.session;

import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.IndexAccess;
import org.postern.storage.inval.InvalidationQueue;
import org.postern.storage.lock.LockManager;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.transam.Transam;
import org.postern.storage.vfs.TemporaryFiles;

/**
 * Storage as a backend's sessions use it. {@code releaseAll} drops every pin and lightweight lock
 * that a failed statement left behind.
 */
public record BackendServices(
    Transam transam,
    HeapAccess heap,
    IndexAccess btree,
    LockManager locks,
    InvalidationQueue invalidations,
    CurrentInvalidation currentInvalidation,
    Interrupts interrupts,
    TemporaryFiles temporary,
    Runnable releaseAll) {}
