package org.postern.server.postmaster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Refuses a data directory that is missing, open to others, owned by somebody else or of another
 * version.
 *
 * <p>Source: PostgreSQL documentation, "Creating a Database Cluster".
 */
public final class DataDirectoryCheck {
  /** Content of PG_VERSION. */
  public static final String MAJOR_VERSION = "15";

  private static final int PERMISSIONS = 0777;
  private static final int FORBIDDEN = 0027;

  private DataDirectoryCheck() {}

  /** Throws a FATAL error with PostgreSQL's words. */
  public static void check(Path directory, long myUid) {
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(directory, "unix:mode,uid,isDirectory");
    } catch (NoSuchFileException e) {
      throw SqlException.fatal(
          SqlState.UNDEFINED_FILE, "data directory \"%s\" does not exist", directory);
    } catch (IOException e) {
      throw SqlException.fatal(
              SqlState.IO_ERROR, "could not read permissions of directory \"%s\"", directory)
          .withCause(e);
    }
    if (!(Boolean) attributes.get("isDirectory")) {
      throw SqlException.fatal(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "specified data directory \"%s\" is not a directory",
          directory);
    }
    if (((Integer) attributes.get("uid")).longValue() != myUid) {
      throw SqlException.fatal(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "data directory \"%s\" has wrong ownership",
              directory)
          .withHint("The server must be started by the user that owns the data directory.");
    }
    int mode = (Integer) attributes.get("mode") & PERMISSIONS;
    if ((mode & FORBIDDEN) != 0) {
      throw SqlException.fatal(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "data directory \"%s\" has invalid permissions",
              directory)
          .withDetail("Permissions should be u=rwx (0700) or u=rwx,g=rx (0750).");
    }
    checkVersion(directory);
  }

  private static void checkVersion(Path directory) {
    Path file = directory.resolve("PG_VERSION");
    String version;
    try {
      version = Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw SqlException.fatal(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "\"%s\" is not a valid data directory",
              directory)
          .withDetail("File \"%s\" is missing.", file);
    } catch (IOException e) {
      throw SqlException.fatal(SqlState.IO_ERROR, "could not open file \"%s\"", file).withCause(e);
    }
    if (!version.equals(MAJOR_VERSION)) {
      throw SqlException.fatal(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "database files are incompatible with server")
          .withDetail(
              "The data directory was initialized by PostgreSQL version %s, which is not"
                  + " compatible with this version %s.",
              version, MAJOR_VERSION);
    }
  }

  /** The user id of this process. */
  public static long currentUid() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException e) {
      return -1;
    }
  }
}
