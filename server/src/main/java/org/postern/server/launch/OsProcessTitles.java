package org.postern.server.launch;

import org.postern.storage.os.ProcessTitle;

/** Titles as PostgreSQL's, written over this process's own argument area. */
final class OsProcessTitles implements ProcessTitles {
  private final ProcessTitle title = new ProcessTitle();

  @Override
  public void set(String text) {
    title.set("postgres: " + text);
  }
}
