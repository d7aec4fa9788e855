package org.postern.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void shouldDecodeWhenValid() {
    String text = "a\u007f\u0080é\u07ff\u0800€\ud7ff\ue000\uffff\ud800\udc00😀\udbff\udfff";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8.decode(Unpooled.wrappedBuffer(bytes), 0, bytes.length)).isEqualTo(text);
    ByteBuf direct = Unpooled.directBuffer().writeBytes(bytes);
    assertThat(Utf8.decode(direct, 0, bytes.length)).isEqualTo(text);
    direct.release();
  }

  @Test
  void shouldNameTheAnnouncedBytesWhenInvalid() {
    invalid("ff", "0xff");
    invalid("e4b827", "0xe4 0xb8 0x27");
    invalid("e4b8", "0xe4 0xb8");
    invalid("eda080", "0xed 0xa0 0x80");
    invalid("f5808080", "0xf5 0x80 0x80 0x80");
    invalid("c080", "0xc0 0x80");
    invalid("e08080", "0xe0 0x80 0x80");
    invalid("f0808080", "0xf0 0x80 0x80 0x80");
    invalid("f4908080", "0xf4 0x90 0x80 0x80");
    invalid("80", "0x80");
    invalid("00", "0x00");
  }

  private static void invalid(String hex, String shown) {
    byte[] bytes = HexFormat.of().parseHex("61" + hex);
    assertThatThrownBy(() -> Utf8.check(bytes, 0, bytes.length))
        .hasMessage("invalid byte sequence for encoding \"UTF8\": " + shown);
    ByteBuf direct = Unpooled.directBuffer().writeBytes(bytes);
    assertThatThrownBy(() -> Utf8.decode(direct, 0, bytes.length))
        .hasMessage("invalid byte sequence for encoding \"UTF8\": " + shown);
    direct.release();
  }

  @Test
  void shouldFindFaultWhenDirectBufferIsLongerThanAChunk() {
    for (int before = 8180; before < 8200; before++) {
      ByteBuf direct = Unpooled.directBuffer();
      direct.writeBytes("x".repeat(before).getBytes(StandardCharsets.UTF_8));
      direct.writeBytes("€€".getBytes(StandardCharsets.UTF_8));
      int length = direct.readableBytes();
      assertThatCode(() -> Utf8.decode(direct, 0, length)).doesNotThrowAnyException();
      direct.setByte(before + 4, 'x');
      assertThatThrownBy(() -> Utf8.decode(direct, 0, length))
          .hasMessageEndingWith("0xe2 0x78 0xac");
      direct.release();
    }
  }
}
