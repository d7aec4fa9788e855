package org.postern.server.launch;

import java.nio.charset.StandardCharsets;
import org.postern.storage.os.ProcessTitle;

/** Titles as PostgreSQL's, written over this process's own argument area. */
final class OsProcessTitles implements ProcessTitles {
  private static final String PREFIX = "postgres: ";

  private final ProcessTitle title = new ProcessTitle();
  private int begun;

  @Override
  public void set(String text) {
    title.set(PREFIX + text);
  }

  @Override
  public void begin(String text) {
    set(text);
    begun = (PREFIX + text).getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public void end(byte[] text) {
    title.end(begun, text);
  }
}
