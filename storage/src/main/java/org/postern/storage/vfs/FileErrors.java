package org.postern.storage.vfs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Turns an {@link IOException} into what the client is told: SQLSTATE and the system's words. */
public final class FileErrors {
  private static final String NO_SPACE = "No space left on device";
  private static final String QUOTA = "Disk quota exceeded";

  private FileErrors() {}

  /** An error "{@code action}: reason", as {@code could not open file "x": Permission denied}. */
  public static SqlException error(IOException cause, String action, Object... args) {
    String message = String.format(java.util.Locale.ROOT, action, args) + ": " + reason(cause);
    SqlException e = SqlException.error(state(cause), "%s", message).withCause(cause);
    return isNoSpace(cause) ? e.withHint("Check free disk space.") : e;
  }

  /** The same as a PANIC: a failed sync or a failed write of the log. */
  public static SqlException panic(IOException cause, String action, Object... args) {
    String message = String.format(java.util.Locale.ROOT, action, args) + ": " + reason(cause);
    return SqlException.panic(state(cause), "%s", message).withCause(cause);
  }

  public static boolean isNoSpace(IOException e) {
    String reason = reason(e);
    return reason.contains(NO_SPACE) || reason.contains(QUOTA);
  }

  private static SqlState state(IOException e) {
    if (isNoSpace(e)) {
      return SqlState.DISK_FULL;
    }
    return switch (e) {
      case NoSuchFileException _ -> SqlState.UNDEFINED_FILE;
      case FileAlreadyExistsException _ -> SqlState.DUPLICATE_FILE;
      case AccessDeniedException _ -> SqlState.INSUFFICIENT_PRIVILEGE;
      default -> SqlState.IO_ERROR;
    };
  }

  /** The system's text for the failure. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case FileAlreadyExistsException _ -> "File exists";
      case AccessDeniedException _ -> "Permission denied";
      case java.nio.file.FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
