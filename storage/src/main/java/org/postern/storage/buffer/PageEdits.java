package org.postern.storage.buffer;

import org.postern.storage.walapi.RmgrId;

/** Makes this process's page edits, one at a time; the same object is reused. */
public final class PageEdits {
  /** Begins an edit whose WAL record has this manager and kind. */
  public PageEdit begin(RmgrId rmgr, int info) {
    throw new UnsupportedOperationException("page edits");
  }
}
