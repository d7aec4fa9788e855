package org.postern.protocol.auth;

/** Reads the files that an {@code @name} in pg_hba.conf refers to. */
@FunctionalInterface
public interface HbaIncludes {
  /** Reads the file of this name, which is relative to the file that names it. */
  Included read(String name);

  /**
   * What became of it.
   *
   * @param path the full path that was tried
   * @param text the content, null after a failure
   * @param error the system's reason, null after success
   */
  record Included(String path, String text, String error) {}

  /** Refuses every include: for text that comes from no file. */
  static HbaIncludes none() {
    return name -> new Included(name, null, "No such file or directory");
  }
}
