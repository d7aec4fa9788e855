package org.postern.protocol.message;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What a client can say after login, decoded and checked.
 *
 * <p>Buffers and {@link ParameterValues} inside a message share the lifetime of its frame.
 *
 * <p>Source: PostgreSQL documentation, "Message Formats".
 */
public sealed interface FrontendMessage {

  /** Simple query: one or more statements, separated by semicolons. */
  record Query(String sql) implements FrontendMessage {}

  /** Makes a prepared statement; type oid 0 leaves a parameter's type to the analyzer. */
  record Parse(String statement, String sql, List<Integer> parameterTypes)
      implements FrontendMessage {}

  /** Makes a portal from a prepared statement and its argument values. */
  record Bind(String portal, String statement, ParameterValues parameters, int[] resultFormats)
      implements FrontendMessage {}

  /** Statement or portal: what Describe and Close are about. */
  enum Target {
    STATEMENT,
    PORTAL
  }

  /** Asks for the parameter and row description. */
  record Describe(Target target, String name) implements FrontendMessage {}

  /** Runs a portal; {@code maxRows} of 0 or less means all. */
  record Execute(String portal, int maxRows) implements FrontendMessage {}

  /** Forgets a statement or portal; naming one that is not there is no error. */
  record Close(Target target, String name) implements FrontendMessage {}

  /** Ends a group of extended messages and an implicit transaction. */
  record Sync() implements FrontendMessage {}

  /** Asks for everything written so far to be sent. */
  record Flush() implements FrontendMessage {}

  /** The client leaves. */
  record Terminate() implements FrontendMessage {}

  /** A piece of COPY data; pieces need not end at rows. */
  record CopyData(ByteBuf data) implements FrontendMessage {}

  /** All COPY data was sent. */
  record CopyDone() implements FrontendMessage {}

  /** The client cannot go on with its COPY and says why. */
  record CopyFail(String reason) implements FrontendMessage {}

  /** The fast-path call of a function by its oid. */
  record FunctionCall(int function, ParameterValues arguments, int resultFormat)
      implements FrontendMessage {}

  /** A password in clear text: its raw bytes, since no encoding is agreed before login. */
  record Password(byte[] password) implements FrontendMessage {}

  /** The chosen SASL mechanism and the first answer, which is null if none was sent. */
  record SaslInitialResponse(String mechanism, byte[] data) implements FrontendMessage {}

  /** A further answer in a SASL exchange. */
  record SaslResponse(byte[] data) implements FrontendMessage {}
}
