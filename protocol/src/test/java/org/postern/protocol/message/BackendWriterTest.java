package org.postern.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.protocol.frame.ProtocolException;

class BackendWriterTest {
  private final ByteBuf out = Unpooled.buffer();
  private final BackendWriter writer = new BackendWriter(out);

  @Test
  void shouldPatchLengthsWhenRowIsWrittenPieceByPiece() {
    writer.beginRow(3);
    writer.beginColumn().writeByte('4').writeByte('2');
    writer.endColumn();
    writer.writeNull();
    writer.beginColumn();
    writer.endColumn();
    writer.endRow();
    ByteBuf expected = Unpooled.buffer();
    expected.writeByte('D').writeInt(20).writeShort(3);
    expected.writeInt(2).writeByte('4').writeByte('2').writeInt(-1).writeInt(0);
    assertThat(out).isEqualTo(expected);
  }

  @Test
  void shouldLeaveNoTraceWhenRowIsAbandoned() {
    writer.commandComplete("SELECT 1");
    int before = out.writerIndex();
    writer.beginRow(2);
    writer.beginColumn().writeZero(100);
    writer.abandon();
    assertThat(out.writerIndex()).isEqualTo(before);
    writer.beginRow(0);
    writer.endRow();
    assertThat(out.getByte(before)).isEqualTo((byte) 'D');
  }

  @Test
  void shouldRefuseWhenColumnsDoNotFitTheRow() {
    writer.beginRow(1);
    assertThatThrownBy(writer::endRow).isInstanceOf(IllegalStateException.class);
    writer.writeNull();
    assertThatThrownBy(writer::writeNull).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::parseComplete).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldWriteErrorFieldsInOrderOfPostgres() {
    writer.errorResponse(
        Report.builder(Report.Severity.ERROR, "42703", "m")
            .detail("d")
            .hint("h")
            .position(8)
            .internal("q", 3)
            .where("w")
            .schema("sc")
            .table("ta")
            .column("co")
            .dataType("dt")
            .constraint("cn")
            .source("f.c", 12, "r")
            .build());
    assertThat(out.readByte()).isEqualTo((byte) 'E');
    assertThat(out.readInt()).isEqualTo(out.readableBytes() + 4);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "SERROR\0VERROR\0C42703\0Mm\0Dd\0Hh\0Ww\0ssc\0tta\0cco\0ddt\0ncn\0P8\0p3\0qq\0Ff.c\0"
                + "L12\0Rr\0\0");
  }

  @Test
  void shouldLeaveOutFieldsWhenTheyAreAbsent() {
    writer.noticeResponse(Report.of(Report.Severity.NOTICE, "00000", "é"));
    out.skipBytes(5);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("SNOTICE\0VNOTICE\0C00000\0Mé\0\0");
  }

  @Test
  void shouldTellSeverityWhenReportIsMadeOfAFault() {
    var fault = ProtocolException.fatal("28000", "no").withDetail("because").withHint("try");
    assertThat(Report.of(fault).severity()).isEqualTo(Report.Severity.FATAL);
    assertThat(Report.of(fault).detail()).isEqualTo("because");
    assertThat(Report.of(fault).hint()).isEqualTo("try");
    assertThat(Report.of(ProtocolException.violation("x")).severity())
        .isEqualTo(Report.Severity.ERROR);
  }

  @Test
  void shouldWriteOldFormWhenClientIsOld() {
    writer.legacyErrorResponse(
        Report.of(
            Report.Severity.FATAL,
            "0A000",
            "unsupported frontend protocol 2.0: server supports 3.0 to 3.0"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("EFATAL:  unsupported frontend protocol 2.0: server supports 3.0 to 3.0\n\0");
  }

  @Test
  void shouldWriteRowDescription() {
    writer.rowDescription(List.of(FieldDescription.of("x", 23, 4).withFormat(1)));
    ByteBuf expected = Unpooled.buffer();
    expected.writeByte('T').writeInt(26).writeShort(1).writeByte('x').writeByte(0);
    expected.writeInt(0).writeShort(0).writeInt(23).writeShort(4).writeInt(-1).writeShort(1);
    assertThat(out).isEqualTo(expected);
  }

  @Test
  void shouldFrameEveryMessageWhenManyAreWritten() {
    writer.authenticationOk();
    writer.authenticationCleartextPassword();
    writer.authenticationMd5Password(new byte[] {1, 2, 3, 4});
    writer.authenticationSasl(List.of("SCRAM-SHA-256"));
    writer.authenticationSaslContinue(new byte[] {1});
    writer.authenticationSaslFinal(new byte[] {1});
    writer.negotiateProtocolVersion(0x30000, List.of("_pq_.x"));
    writer.parameterStatus("a", "b");
    writer.backendKeyData(1, 2);
    writer.readyForQuery(TransactionStatus.IN_TRANSACTION);
    writer.emptyQueryResponse();
    writer.parseComplete();
    writer.bindComplete();
    writer.closeComplete();
    writer.noData();
    writer.portalSuspended();
    writer.parameterDescription(List.of(23));
    writer.functionCallResponse(null);
    writer.notificationResponse(1, "c", "p");
    writer.copyInResponse(0, 2);
    writer.copyOutResponse(1, 2);
    writer.beginCopyData().writeByte('x');
    writer.endCopyData();
    writer.copyDone();
    var types = new StringBuilder();
    while (out.isReadable()) {
      types.append((char) out.readByte());
      out.skipBytes(out.readInt() - 4);
    }
    assertThat(types).hasToString("RRRRRRvSKZI123nstVAGHdc");
  }

  @Test
  void shouldEndTextAtZeroByteWhenItHoldsOne() {
    writer.commandComplete("a\0b");
    assertThat(out.readableBytes()).isEqualTo(1 + 4 + 2);
  }
}
