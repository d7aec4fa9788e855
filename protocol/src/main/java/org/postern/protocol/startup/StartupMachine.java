package org.postern.protocol.startup;

import org.postern.protocol.frame.Frame;
import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.message.MessageReader;

/**
 * Leads a connection from its first packet to its StartupMessage or CancelRequest.
 *
 * <pre>
 *   packet -> SSLRequest or GSSENCRequest, each once -> Answer -> answered() -> packet ...
 *          -> CancelRequest                          -> Cancel
 *          -> StartupMessage 3.x                     -> Accepted
 * </pre>
 *
 * <p>A client must wait for the answer to an encryption request. Bytes that are already there when
 * the answer was sent could have been slipped in by somebody in the middle and would later count as
 * if they had come encrypted; that ends the connection.
 *
 * <p>Source: PostgreSQL documentation, "Message Flow: Start-up", "SSL Session Encryption".
 */
public final class StartupMachine {
  private static final String MIDDLE_MAN =
      "This could be either a client-software bug or evidence of an attempted"
          + " man-in-the-middle attack.";

  private final boolean tlsAvailable;
  private boolean sslAsked;
  private boolean gssAsked;
  private boolean encrypted;
  private String awaiting;
  private boolean legacyClient;

  /** {@code tlsAvailable}: whether an SSLRequest is answered with 'S'. */
  public StartupMachine(boolean tlsAvailable) {
    this.tlsAvailable = tlsAvailable;
  }

  /**
   * Takes the next packet.
   *
   * @throws ProtocolException always fatal; see {@link #legacyClient()} for how to report it
   */
  public StartupStep accept(Frame packet) {
    if (awaiting != null) {
      throw new IllegalStateException("answer not confirmed: request=" + awaiting);
    }
    try {
      return dispatch(new MessageReader(packet.body()));
    } catch (ProtocolException fault) {
      throw fault.asFatal();
    }
  }

  private StartupStep dispatch(MessageReader in) {
    var version = ProtocolVersion.of(in.readInt());
    if (version.isRequest(ProtocolVersion.CANCEL_MINOR)) {
      return cancel(in);
    }
    if (version.isRequest(ProtocolVersion.SSL_MINOR) && !sslAsked) {
      sslAsked = true;
      awaiting = "SSL request";
      boolean tls = tlsAvailable && !encrypted;
      encrypted |= tls;
      return new StartupStep.Answer((byte) (tls ? 'S' : 'N'), tls);
    }
    if (version.isRequest(ProtocolVersion.GSSENC_MINOR) && !gssAsked) {
      gssAsked = true;
      awaiting = "GSSAPI encryption request";
      return new StartupStep.Answer((byte) 'N', false);
    }
    if (version.major() != ProtocolVersion.LATEST.major()) {
      legacyClient = version.major() < ProtocolVersion.LATEST.major();
      throw ProtocolException.fatal(
          ProtocolException.FEATURE_NOT_SUPPORTED,
          "unsupported frontend protocol %d.%d: server supports %d.0 to %d.%d",
          version.major(),
          version.minor(),
          ProtocolVersion.LATEST.major(),
          ProtocolVersion.LATEST.major(),
          ProtocolVersion.LATEST.minor());
    }
    return new StartupStep.Accepted(StartupPacketReader.read(version, in));
  }

  private static StartupStep cancel(MessageReader in) {
    if (in.remaining() != 2 * Integer.BYTES) {
      throw ProtocolException.drop("invalid length of startup packet");
    }
    return new StartupStep.Cancel(in.readInt(), in.readInt());
  }

  /**
   * Confirms that the answer was sent. {@code bytesAhead}: the bytes received from the client, but
   * not consumed yet.
   *
   * @throws ProtocolException if there are such bytes
   */
  public void answered(int bytesAhead) {
    String request = awaiting;
    if (request == null) {
      throw new IllegalStateException("no answer was asked for");
    }
    if (bytesAhead > 0) {
      throw ProtocolException.fatal(
              ProtocolException.PROTOCOL_VIOLATION, "received unencrypted data after " + request)
          .withDetail(MIDDLE_MAN);
    }
    awaiting = null;
  }

  /** True if the client speaks protocol 2 or older and can only read errors of that form. */
  public boolean legacyClient() {
    return legacyClient;
  }
}
