package org.postern.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.protocol.frame.Frame;
import org.postern.protocol.frame.ProtocolException;

/** Rules 5 and 6: strict bounds, and faults that a session survives. */
class FrontendMessageDecoderTest {
  @Test
  void shouldDecodeQuery() {
    assertThat(decode('Q', text("select 'é'\0")))
        .isEqualTo(new FrontendMessage.Query("select 'é'"));
  }

  @Test
  void shouldDecodeParseWithTypes() {
    ByteBuf body = text("s\0select $1\0").writeShort(2).writeInt(23).writeInt(0);
    assertThat(decode('P', body))
        .isEqualTo(new FrontendMessage.Parse("s", "select $1", List.of(23, 0)));
  }

  @Test
  void shouldDecodeBindWithoutCopyingValues() {
    ByteBuf body = text("p\0s\0").writeShort(1).writeShort(1).writeShort(3);
    body.writeInt(2).writeByte('h').writeByte('i').writeInt(-1).writeInt(0);
    body.writeShort(2).writeShort(0).writeShort(1);
    var bind = (FrontendMessage.Bind) decode('B', body);
    assertThat(bind.portal()).isEqualTo("p");
    assertThat(bind.statement()).isEqualTo("s");
    ParameterValues values = bind.parameters();
    assertThat(values.count()).isEqualTo(3);
    assertThat(values.slice(0).toString(StandardCharsets.UTF_8)).isEqualTo("hi");
    assertThat(values.format(2)).as("one format holds for all").isEqualTo(FormatCodes.BINARY);
    assertThat(values.isNull(1)).isTrue();
    assertThat(values.slice(1)).isNull();
    assertThat(values.copy(2)).isEmpty();
    assertThat(bind.resultFormats()).containsExactly(0, 1);
    body.setByte(body.indexOf(0, body.writerIndex(), (byte) 'h'), 'H');
    assertThat(values.slice(0).toString(StandardCharsets.UTF_8)).isEqualTo("Hi");
  }

  @Test
  void shouldDecodeTheSmallMessages() {
    assertThat(decode('D', text("Ss\0")))
        .isEqualTo(new FrontendMessage.Describe(FrontendMessage.Target.STATEMENT, "s"));
    assertThat(decode('C', text("P\0")))
        .isEqualTo(new FrontendMessage.Close(FrontendMessage.Target.PORTAL, ""));
    assertThat(decode('E', text("p\0").writeInt(5))).isEqualTo(new FrontendMessage.Execute("p", 5));
    assertThat(decode('S', text(""))).isEqualTo(new FrontendMessage.Sync());
    assertThat(decode('H', text(""))).isEqualTo(new FrontendMessage.Flush());
    assertThat(decode('X', text("junk"))).isEqualTo(new FrontendMessage.Terminate());
    assertThat(decode('c', text(""))).isEqualTo(new FrontendMessage.CopyDone());
    assertThat(decode('f', text("why\0"))).isEqualTo(new FrontendMessage.CopyFail("why"));
    var data = (FrontendMessage.CopyData) decode('d', text("1\t2"));
    assertThat(data.data().toString(StandardCharsets.UTF_8)).isEqualTo("1\t2");
    ByteBuf call = Unpooled.buffer().writeInt(42).writeShort(0).writeShort(1).writeInt(-1);
    var function = (FrontendMessage.FunctionCall) decode('F', call.writeShort(1));
    assertThat(function.function()).isEqualTo(42);
    assertThat(function.arguments().isNull(0)).isTrue();
    assertThat(function.resultFormat()).isEqualTo(FormatCodes.BINARY);
  }

  @Test
  void shouldRefuseAsPostgresWhenBodyIsBroken() {
    String tooShort = "insufficient data left in message";
    refused('Q', text("select 1"), "invalid string in message");
    refused('Q', text("select 1\0x"), "invalid message format");
    refused('S', text("x"), "invalid message format");
    refused('P', text("x\0select 1\0").writeShort(5), tooShort);
    refused('P', text("x\0select 1\0").writeShort(-1), tooShort);
    refused('D', text(""), "no data left in message");
    refused('D', text("Xx\0"), "invalid DESCRIBE message subtype 88");
    refused('C', text("Xx\0"), "invalid CLOSE message subtype 88");
    refused('F', text(""), tooShort);
    ByteBuf formats = text("\0\0").writeShort(2).writeInt(0).writeShort(1).writeInt(-1);
    refused('B', formats.writeShort(0), "bind message has 2 parameter formats but 1 parameters");
    refused('B', text("\0\0").writeShort(0).writeShort(1).writeInt(-2), tooShort);
    refused('B', text("\0\0").writeShort(0).writeShort(1).writeInt(9).writeByte(1), tooShort);
    refused('B', text("\0\0").writeShort(0).writeShort(0xffff), tooShort);
  }

  @Test
  void shouldKeepTheSessionWhenBodyIsBroken() {
    assertThatThrownBy(() -> decode('Q', text("x")))
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.fatal()).isFalse());
  }

  @Test
  void shouldRefuseWhenTextIsNotUtf8() {
    ByteBuf body = text("select '").writeByte(0xff).writeByte(0);
    assertThatThrownBy(() -> decode('Q', body))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.sqlState()).isEqualTo("22021"))
        .hasMessage("invalid byte sequence for encoding \"UTF8\": 0xff");
  }

  @Test
  void shouldSpreadResultFormatsOverColumns() {
    assertThat(FormatCodes.forColumns(new int[0], 2)).containsExactly(0, 0);
    assertThat(FormatCodes.forColumns(new int[] {1}, 2)).containsExactly(1, 1);
    assertThat(FormatCodes.forColumns(new int[] {0, 1}, 2)).containsExactly(0, 1);
    assertThatThrownBy(() -> FormatCodes.forColumns(new int[] {0, 1}, 3))
        .hasMessage("bind message has 2 result formats but query has 3 columns");
  }

  @Test
  void shouldDecodeTheAnswersOfTheLogin() {
    assertThat(FrontendMessageDecoder.password(frame('p', text("secret\0"))).password())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("secret");
    assertThatThrownBy(() -> FrontendMessageDecoder.password(frame('p', text("\0"))))
        .hasMessage("empty password returned by client");
    assertThatThrownBy(() -> FrontendMessageDecoder.password(frame('p', text("a\0b\0"))))
        .hasMessage("invalid password packet size");
    var initial =
        FrontendMessageDecoder.saslInitialResponse(
            frame('p', text("SCRAM-SHA-256\0").writeInt(2).writeByte('a').writeByte('b')));
    assertThat(initial.mechanism()).isEqualTo("SCRAM-SHA-256");
    assertThat(initial.data()).containsExactly('a', 'b');
    var absent = frame('p', text("X\0").writeInt(-1));
    assertThat(FrontendMessageDecoder.saslInitialResponse(absent).data()).isNull();
    assertThatThrownBy(
            () -> FrontendMessageDecoder.saslInitialResponse(frame('p', text("X\0").writeInt(9))))
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.fatal()).isTrue());
  }

  private static void refused(char type, ByteBuf body, String message) {
    assertThatThrownBy(() -> decode(type, body))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.sqlState()).isEqualTo("08P01"))
        .hasMessage(message);
  }

  private static FrontendMessage decode(char type, ByteBuf body) {
    return FrontendMessageDecoder.decode(frame(type, body));
  }

  private static Frame frame(char type, ByteBuf body) {
    return new Frame((byte) type, body);
  }

  private static ByteBuf text(String text) {
    return Unpooled.buffer().writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
