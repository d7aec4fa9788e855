package org.postern.executor.session;

import org.postern.executor.catalog.CatalogInvalidation;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.walapi.WalOutput;

/**
 * Passes the ends of transactions on to the invalidation of the database this process works in now.
 * Registered once per process, while databases come and go with its clients.
 */
public final class CurrentInvalidation implements TransactionCallback {
  private CatalogInvalidation current;

  /**
   * Messages are read once per process, so a database that was not the current one has missed some:
   * it starts from nothing.
   */
  void set(CatalogInvalidation invalidation) {
    if (current != invalidation) {
      current = invalidation;
      invalidation.forgetAll();
    }
  }

  @Override
  public void preCommit() {
    if (current != null) {
      current.preCommit();
    }
  }

  @Override
  public void invalidations(WalOutput out) {
    if (current != null) {
      current.invalidations(out);
    }
  }

  @Override
  public void committed() {
    if (current != null) {
      current.committed();
    }
  }

  @Override
  public void aborted() {
    if (current != null) {
      current.aborted();
    }
  }

  @Override
  public void subBegan(int level) {
    if (current != null) {
      current.subBegan(level);
    }
  }

  @Override
  public void subCommitted(int level) {
    if (current != null) {
      current.subCommitted(level);
    }
  }

  @Override
  public void subAborted(int level) {
    if (current != null) {
      current.subAborted(level);
    }
  }
}
