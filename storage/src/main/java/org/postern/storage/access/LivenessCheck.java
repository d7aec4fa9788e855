package org.postern.storage.access;

/**
 * What a unique check asks the heap about an entry with an equal key: {@link HeapAccess#liveness}
 * for the index's table. Called under an exclusive index page lock: it may lock heap pages, but
 * must not wait for transactions or touch any index.
 */
@FunctionalInterface
public interface LivenessCheck {
  void check(long tid, Liveness result);
}
