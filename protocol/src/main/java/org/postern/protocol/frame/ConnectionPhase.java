package org.postern.protocol.frame;

/**
 * What kind of message the connection may carry now; it decides types and length limits.
 *
 * <p>The limits are PostgreSQL's. A length limit covers the length word and the body, the type byte
 * is not counted.
 */
public enum ConnectionPhase {
  /** Packets without a type byte: StartupMessage, SSLRequest, GSSENCRequest, CancelRequest. */
  STARTUP,
  /** The server has asked for a password. */
  PASSWORD,
  /** A SASL exchange is under way. */
  SASL,
  /** The session is open and idle, or runs a statement. */
  COMMAND,
  /** COPY FROM STDIN takes its data. */
  COPY_IN;

  /** Longest body of a packet before login. */
  public static final int MAX_STARTUP_PACKET_LENGTH = 10_000;

  /** Longest SASL message: a SCRAM message is far smaller. */
  public static final int MAX_SASL_MESSAGE_LENGTH = 1024;

  /** Limit for messages that hold no more than a name or two. */
  public static final int SMALL_MESSAGE_LIMIT = 10_000;

  /** Limit for messages that hold data: 1 GB - 1, what a datum can be at most. */
  public static final int LARGE_MESSAGE_LIMIT = 0x3fffffff;

  /**
   * The longest length word allowed for a message of this type.
   *
   * @throws ProtocolException if such a message may not come in this phase at all
   */
  int lengthLimit(byte type) {
    return switch (this) {
      case STARTUP -> MAX_STARTUP_PACKET_LENGTH + Integer.BYTES;
      case PASSWORD -> {
        requirePassword(type, "expected password response, got message type %d");
        yield MAX_STARTUP_PACKET_LENGTH;
      }
      case SASL -> {
        requirePassword(type, "expected SASL response, got message type %d");
        yield MAX_SASL_MESSAGE_LENGTH;
      }
      case COMMAND -> commandLimit(type);
      case COPY_IN -> copyLimit(type);
    };
  }

  private static void requirePassword(byte type, String text) {
    if (type != 'p') {
      throw ProtocolException.fatal(ProtocolException.PROTOCOL_VIOLATION, text, type & 0xff);
    }
  }

  private static int commandLimit(byte type) {
    return switch (type) {
      case 'Q', 'F', 'B', 'P', 'd' -> LARGE_MESSAGE_LIMIT;
      case 'X', 'C', 'D', 'E', 'H', 'S', 'c', 'f' -> SMALL_MESSAGE_LIMIT;
      default ->
          throw ProtocolException.fatal(
              ProtocolException.PROTOCOL_VIOLATION,
              "invalid frontend message type %d",
              type & 0xff);
    };
  }

  private static int copyLimit(byte type) {
    return switch (type) {
      case 'd' -> LARGE_MESSAGE_LIMIT;
      case 'c', 'f', 'H', 'S' -> SMALL_MESSAGE_LIMIT;
      default ->
          throw ProtocolException.fatal(
              ProtocolException.PROTOCOL_VIOLATION,
              "unexpected message type 0x%02X during COPY from stdin",
              type & 0xff);
    };
  }
}
