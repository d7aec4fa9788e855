package org.postern.storage.buffer;

import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;

/** Makes this process's page edits, one at a time; the same object is reused. */
public final class PageEdits {
  private final PageEdit edit;

  public PageEdits(BufferPool pool, WalLog wal) {
    this.edit = new PageEdit(pool, wal);
  }

  /** Begins an edit whose WAL record has this manager and kind. */
  public PageEdit begin(RmgrId rmgr, int info) {
    return edit.begin(rmgr, info);
  }

  /** True between begin and the end of the edit. */
  public boolean isActive() {
    return edit.isActive();
  }
}
