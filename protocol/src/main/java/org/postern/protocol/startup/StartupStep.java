package org.postern.protocol.startup;

/** What a packet before login leads to. */
public sealed interface StartupStep {
  /**
   * Send this single byte, then call {@link StartupMachine#answered}.
   *
   * @param reply 'N' for no, 'S' for TLS
   * @param tls true if the TLS handshake follows
   */
  record Answer(byte reply, boolean tls) implements StartupStep {}

  /** Cancel the statement of another session, then close without an answer. */
  record Cancel(int processId, int secretKey) implements StartupStep {}

  /** The packet was a complete StartupMessage; authentication is next. */
  record Accepted(StartupParameters parameters) implements StartupStep {}
}
