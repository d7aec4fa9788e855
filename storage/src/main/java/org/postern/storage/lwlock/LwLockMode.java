package org.postern.storage.lwlock;

/** How an LWLock is held. */
public enum LwLockMode {
  SHARED,
  EXCLUSIVE
}
