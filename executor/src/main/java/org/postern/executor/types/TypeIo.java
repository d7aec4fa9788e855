package org.postern.executor.types;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The outside forms of one type: text, binary, type modifier and the bytes it is stored as.
 *
 * <p>Text is equal to PostgreSQL's to the byte, binary to its send and receive functions. An
 * implementation is stateless; what depends on the session comes in through {@link TypeContext}.
 * LONG and DOUBLE types override the primitive overloads, so that result rows need no boxing.
 *
 * <p>Storage: LONG and DOUBLE values are stored by the tuple layer as integers and floats of the
 * type's length, BYTES as they are. The codec here serves OBJECT types; its bytes carry no varlena
 * header, and for a fixed-length type there are exactly typlen of them.
 */
public interface TypeIo {
  Physical physical();

  /** Whether a 4-byte LONG value is a number of 0 to 2^32-1, as oids are, and not signed. */
  default boolean isUnsigned() {
    return false;
  }

  /** Text to value. Throws 22P02 and its kin as PostgreSQL's input function does. */
  Object input(String text, int typmod, TypeContext ctx);

  default Object input(Slice text, int typmod, TypeContext ctx) {
    return input(text.toString(), typmod, ctx);
  }

  void output(Object value, ByteSink out, TypeContext ctx);

  default void outputLong(long value, ByteSink out, TypeContext ctx) {
    output(value, out, ctx);
  }

  default void outputDouble(double value, ByteSink out, TypeContext ctx) {
    output(value, out, ctx);
  }

  /** Binary to value; the slice may be kept, so it must not be reused by the caller. */
  Object receive(Slice binary, int typmod, TypeContext ctx);

  void send(Object value, ByteSink out, TypeContext ctx);

  default void sendLong(long value, ByteSink out, TypeContext ctx) {
    send(value, out, ctx);
  }

  default void sendDouble(double value, ByteSink out, TypeContext ctx) {
    send(value, out, ctx);
  }

  /** Whether {@code type(…)} is allowed. */
  default boolean hasTypmod() {
    return false;
  }

  /** The arguments in parentheses after the type name to a type modifier. */
  default int typmodIn(String[] args) {
    throw SqlException.error(SqlState.SYNTAX_ERROR, "type modifier is not allowed");
  }

  /** What to print after the type name, parentheses included; empty for none. */
  default String typmodOut(int typmod) {
    return typmod >= 0 ? "(" + typmod + ")" : "";
  }

  /** How many bytes {@link #store} will write. */
  default int storedLength(Object value) {
    throw new UnsupportedOperationException("no storage codec: physical=" + physical());
  }

  default void store(Object value, byte[] base, int offset) {
    throw new UnsupportedOperationException("no storage codec: physical=" + physical());
  }

  default Object load(byte[] base, int offset, int length) {
    throw new UnsupportedOperationException("no storage codec: physical=" + physical());
  }
}
