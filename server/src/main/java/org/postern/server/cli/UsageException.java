package org.postern.server.cli;

/** The command line makes no sense; the message is what the program prints. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  UsageException(int exitStatus, String message) {
    super(message, null, false, false);
    this.exitStatus = exitStatus;
  }

  int exitStatus() {
    return exitStatus;
  }
}
