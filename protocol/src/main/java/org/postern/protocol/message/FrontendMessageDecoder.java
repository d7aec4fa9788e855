package org.postern.protocol.message;

import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import org.postern.protocol.frame.Frame;
import org.postern.protocol.frame.ProtocolException;

/**
 * Turns frames into messages.
 *
 * <p>Type {@code p} means three things, and only the phase of the login tells which: the caller
 * asks for {@link #password}, {@link #saslInitialResponse} or {@link #saslResponse} by name.
 */
public final class FrontendMessageDecoder {
  private FrontendMessageDecoder() {}

  /** Decodes a frame that came after login. */
  public static FrontendMessage decode(Frame frame) {
    var in = new MessageReader(frame.body());
    return switch (frame.type()) {
      case 'Q' -> query(in);
      case 'P' -> parse(in);
      case 'B' -> bind(in);
      case 'D' -> describe(in);
      case 'E' -> execute(in);
      case 'C' -> close(in);
      case 'S' -> ended(in, new FrontendMessage.Sync());
      case 'H' -> ended(in, new FrontendMessage.Flush());
      // What stands behind the goodbye is of no interest.
      case 'X' -> new FrontendMessage.Terminate();
      case 'd' -> new FrontendMessage.CopyData(in.readRest());
      case 'c' -> new FrontendMessage.CopyDone();
      case 'f' -> new FrontendMessage.CopyFail(in.readString());
      case 'F' -> functionCall(in);
      default ->
          throw ProtocolException.fatal(
              ProtocolException.PROTOCOL_VIOLATION,
              "invalid frontend message type %d",
              frame.type() & 0xff);
    };
  }

  private static FrontendMessage ended(MessageReader in, FrontendMessage message) {
    in.end();
    return message;
  }

  private static FrontendMessage query(MessageReader in) {
    String sql = in.readString();
    return ended(in, new FrontendMessage.Query(sql));
  }

  private static FrontendMessage parse(MessageReader in) {
    String statement = in.readString();
    String sql = in.readString();
    int count = in.readUnsignedShort();
    if ((long) count * Integer.BYTES > in.remaining()) {
      throw ProtocolException.violation("insufficient data left in message");
    }
    List<Integer> types = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      types.add(in.readInt());
    }
    return ended(in, new FrontendMessage.Parse(statement, sql, List.copyOf(types)));
  }

  private static FrontendMessage bind(MessageReader in) {
    String portal = in.readString();
    String statement = in.readString();
    int[] formats = FormatCodes.read(in);
    int count = in.readUnsignedShort();
    if (formats.length > 1 && formats.length != count) {
      throw ProtocolException.violation(
          "bind message has %d parameter formats but %d parameters", formats.length, count);
    }
    var parameters = ParameterValues.read(in, count, formats);
    int[] resultFormats = FormatCodes.read(in);
    return ended(in, new FrontendMessage.Bind(portal, statement, parameters, resultFormats));
  }

  private static FrontendMessage describe(MessageReader in) {
    byte subtype = in.readByte();
    String name = in.readString();
    in.end();
    return new FrontendMessage.Describe(target(subtype, "DESCRIBE"), name);
  }

  private static FrontendMessage close(MessageReader in) {
    byte subtype = in.readByte();
    String name = in.readString();
    in.end();
    return new FrontendMessage.Close(target(subtype, "CLOSE"), name);
  }

  private static FrontendMessage.Target target(byte subtype, String verb) {
    return switch (subtype) {
      case 'S' -> FrontendMessage.Target.STATEMENT;
      case 'P' -> FrontendMessage.Target.PORTAL;
      default ->
          throw ProtocolException.violation("invalid %s message subtype %d", verb, subtype & 0xff);
    };
  }

  private static FrontendMessage execute(MessageReader in) {
    String portal = in.readString();
    int maxRows = in.readInt();
    return ended(in, new FrontendMessage.Execute(portal, maxRows));
  }

  private static FrontendMessage functionCall(MessageReader in) {
    int function = in.readInt();
    int[] formats = FormatCodes.read(in);
    int count = in.readUnsignedShort();
    if (formats.length > 1 && formats.length != count) {
      throw ProtocolException.violation(
          "function call message contains %d argument formats but %d arguments",
          formats.length, count);
    }
    var arguments = ParameterValues.read(in, count, formats);
    int resultFormat = (short) in.readUnsignedShort();
    return ended(in, new FrontendMessage.FunctionCall(function, arguments, resultFormat));
  }

  /** The answer to AuthenticationCleartextPassword. */
  public static FrontendMessage.Password password(Frame frame) {
    var body = frame.body();
    int length = body.bytesBefore((byte) 0);
    if (length < 0 || length + 1 != body.readableBytes()) {
      throw ProtocolException.fatal(
          ProtocolException.PROTOCOL_VIOLATION, "invalid password packet size");
    }
    if (length == 0) {
      throw ProtocolException.fatal(
          ProtocolException.INVALID_PASSWORD, "empty password returned by client");
    }
    return new FrontendMessage.Password(
        ByteBufUtil.getBytes(body, body.readerIndex(), length, true));
  }

  /** The first answer to AuthenticationSASL. */
  public static FrontendMessage.SaslInitialResponse saslInitialResponse(Frame frame) {
    try {
      var in = new MessageReader(frame.body());
      String mechanism = in.readString();
      int length = in.readInt();
      byte[] data = null;
      if (length != -1) {
        int at = in.skip(length);
        data = ByteBufUtil.getBytes(in.body(), at, length, true);
      }
      in.end();
      return new FrontendMessage.SaslInitialResponse(mechanism, data);
    } catch (ProtocolException fault) {
      throw fault.asFatal();
    }
  }

  /** The answer to AuthenticationSASLContinue. */
  public static FrontendMessage.SaslResponse saslResponse(Frame frame) {
    var body = frame.body();
    return new FrontendMessage.SaslResponse(
        ByteBufUtil.getBytes(body, body.readerIndex(), body.readableBytes(), true));
  }
}
