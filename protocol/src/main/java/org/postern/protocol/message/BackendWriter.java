package org.postern.protocol.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Objects;

/**
 * Writes backend messages into a growing buffer.
 *
 * <p>A message is begun, filled and ended; its length is patched in at the end, so nobody has to
 * know it beforehand and a value's output function writes straight into the buffer. When such a
 * function fails, {@link #abandon()} takes the half message back: the client never sees a frame
 * that was not finished.
 *
 * <p>The writer does not own the buffer and never sends: the connection takes the bytes out.
 *
 * <p>Source: PostgreSQL documentation, "Message Formats".
 */
public final class BackendWriter {
  private static final int NONE = -1;

  private final ByteBuf out;
  private int messageStart = NONE;
  private int columnStart = NONE;
  private int columnsLeft;

  public BackendWriter(ByteBuf out) {
    this.out = Objects.requireNonNull(out, "out");
  }

  /** The buffer written to; between begin and end, bytes may be added at its writer index. */
  public ByteBuf buffer() {
    return out;
  }

  // Login.

  public void authenticationOk() {
    authentication(0);
    end();
  }

  public void authenticationCleartextPassword() {
    authentication(3);
    end();
  }

  /** {@code salt}: four bytes. */
  public void authenticationMd5Password(byte[] salt) {
    authentication(5);
    out.writeBytes(salt, 0, 4);
    end();
  }

  public void authenticationSasl(List<String> mechanisms) {
    authentication(10);
    for (String mechanism : mechanisms) {
      cstring(mechanism);
    }
    out.writeByte(0);
    end();
  }

  public void authenticationSaslContinue(byte[] data) {
    authentication(11);
    out.writeBytes(data);
    end();
  }

  public void authenticationSaslFinal(byte[] data) {
    authentication(12);
    out.writeBytes(data);
    end();
  }

  private void authentication(int kind) {
    begin('R');
    out.writeInt(kind);
  }

  /** The newest minor version we speak, and the options we do not know. */
  public void negotiateProtocolVersion(int version, List<String> unknownOptions) {
    begin('v');
    out.writeInt(version);
    out.writeInt(unknownOptions.size());
    for (String option : unknownOptions) {
      cstring(option);
    }
    end();
  }

  public void parameterStatus(String name, String value) {
    begin('S');
    cstring(name);
    cstring(value);
    end();
  }

  public void backendKeyData(int processId, int secretKey) {
    begin('K');
    out.writeInt(processId);
    out.writeInt(secretKey);
    end();
  }

  public void readyForQuery(TransactionStatus status) {
    begin('Z');
    out.writeByte(status.code());
    end();
  }

  // Results.

  public void rowDescription(List<FieldDescription> fields) {
    begin('T');
    out.writeShort(fields.size());
    for (FieldDescription field : fields) {
      cstring(field.name());
      out.writeInt(field.tableOid());
      out.writeShort(field.column());
      out.writeInt(field.typeOid());
      out.writeShort(field.typeLength());
      out.writeInt(field.typeModifier());
      out.writeShort(field.format());
    }
    end();
  }

  public void beginRow(int columns) {
    begin('D');
    out.writeShort(columns);
    columnsLeft = columns;
  }

  public void writeNull() {
    takeColumn();
    out.writeInt(-1);
  }

  /** The caller writes the value into the buffer returned, then calls {@link #endColumn()}. */
  public ByteBuf beginColumn() {
    takeColumn();
    columnStart = out.writerIndex();
    out.writeInt(0);
    return out;
  }

  public void endColumn() {
    assert columnStart != NONE : "no column is open";
    out.setInt(columnStart, out.writerIndex() - columnStart - Integer.BYTES);
    columnStart = NONE;
  }

  public void writeColumn(byte[] bytes, int offset, int length) {
    takeColumn();
    out.writeInt(length);
    out.writeBytes(bytes, offset, length);
  }

  public void endRow() {
    if (columnsLeft != 0) {
      throw new IllegalStateException("row misses columns: columnsLeft=" + columnsLeft);
    }
    end();
  }

  private void takeColumn() {
    assert columnStart == NONE : "the column before is still open";
    if (columnsLeft <= 0) {
      throw new IllegalStateException("row has more columns than announced");
    }
    columnsLeft--;
  }

  public void commandComplete(String tag) {
    begin('C');
    cstring(tag);
    end();
  }

  public void emptyQueryResponse() {
    empty('I');
  }

  public void parseComplete() {
    empty('1');
  }

  public void bindComplete() {
    empty('2');
  }

  public void closeComplete() {
    empty('3');
  }

  public void noData() {
    empty('n');
  }

  public void portalSuspended() {
    empty('s');
  }

  public void parameterDescription(List<Integer> typeOids) {
    begin('t');
    out.writeShort(typeOids.size());
    for (int oid : typeOids) {
      out.writeInt(oid);
    }
    end();
  }

  /** The result of a FunctionCall; null for NULL. */
  public void functionCallResponse(byte[] value) {
    begin('V');
    out.writeInt(value == null ? -1 : value.length);
    if (value != null) {
      out.writeBytes(value);
    }
    end();
  }

  // Reports.

  public void errorResponse(Report report) {
    report('E', report);
  }

  public void noticeResponse(Report report) {
    report('N', report);
  }

  /**
   * The error packet of protocol 2: what a client older than protocol 3 can read, and all it is
   * ever told.
   */
  public void legacyErrorResponse(Report report) {
    out.writeByte('E');
    cstring(report.severity() + ":  " + report.message() + "\n");
  }

  private void report(char type, Report report) {
    begin(type);
    field('S', report.severity().name());
    field('V', report.severity().name());
    field('C', report.sqlState());
    field('M', report.message());
    field('D', report.detail());
    field('H', report.hint());
    field('W', report.where());
    field('s', report.schema());
    field('t', report.table());
    field('c', report.column());
    field('d', report.dataType());
    field('n', report.constraint());
    field('P', report.position());
    field('p', report.internalPosition());
    field('q', report.internalQuery());
    field('F', report.file());
    field('L', report.line());
    field('R', report.routine());
    out.writeByte(0);
    end();
  }

  private void field(char code, String value) {
    if (value != null) {
      out.writeByte(code);
      cstring(value);
    }
  }

  private void field(char code, int value) {
    if (value > 0) {
      field(code, Integer.toString(value));
    }
  }

  public void notificationResponse(int processId, String channel, String payload) {
    begin('A');
    out.writeInt(processId);
    cstring(channel);
    cstring(payload);
    end();
  }

  // COPY.

  public void copyInResponse(int format, int columns) {
    copyResponse('G', format, columns);
  }

  public void copyOutResponse(int format, int columns) {
    copyResponse('H', format, columns);
  }

  private void copyResponse(char type, int format, int columns) {
    begin(type);
    out.writeByte(format);
    out.writeShort(columns);
    for (int i = 0; i < columns; i++) {
      out.writeShort(format);
    }
    end();
  }

  /** The caller writes one row into the buffer returned, then calls {@link #endCopyData()}. */
  public ByteBuf beginCopyData() {
    begin('d');
    return out;
  }

  public void endCopyData() {
    end();
  }

  public void copyData(ByteBuf data) {
    begin('d');
    out.writeBytes(data);
    end();
  }

  public void copyDone() {
    empty('c');
  }

  // Framing.

  private void empty(char type) {
    begin(type);
    end();
  }

  private void begin(char type) {
    if (messageStart != NONE) {
      throw new IllegalStateException("the message before is still open: next=" + type);
    }
    messageStart = out.writerIndex();
    out.writeByte(type);
    out.writeInt(0);
  }

  private void end() {
    assert messageStart != NONE : "no message is open";
    out.setInt(messageStart + 1, out.writerIndex() - messageStart - 1);
    messageStart = NONE;
  }

  /** True between the begin and the end of a message. */
  public boolean open() {
    return messageStart != NONE;
  }

  /** Takes back the message that is open, if one is. */
  public void abandon() {
    if (messageStart != NONE) {
      out.writerIndex(messageStart);
      messageStart = NONE;
      columnStart = NONE;
      columnsLeft = 0;
    }
  }

  /** A zero byte inside would shift every field behind it, so the text ends there. */
  private void cstring(String text) {
    int zero = text.indexOf('\0');
    ByteBufUtil.writeUtf8(out, zero < 0 ? text : text.substring(0, zero));
    out.writeByte(0);
  }
}
