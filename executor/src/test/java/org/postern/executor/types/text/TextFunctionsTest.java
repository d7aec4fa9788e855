package org.postern.executor.types.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.postern.executor.types.BitString;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.StandaloneContext;

class TextFunctionsTest {
  private static Slice s(String text) {
    return Slice.utf8(text);
  }

  @Test
  void shouldCountCharactersAndNotBytes() {
    assertThat(TextFunctions.length(s("aé€😀"))).isEqualTo(4);
    assertThat(TextFunctions.octetLength(s("aé€😀"))).isEqualTo(10);
    assertThat(TextFunctions.reverse(s("aé€😀"))).hasToString("😀€éa");
    assertThat(TextFunctions.position(s("é€x"), s("x"))).isEqualTo(3);
    assertThat(TextFunctions.substring(s("é€x"), 2, 1)).hasToString("€");
  }

  @Test
  void shouldClipSubstringsToTheText() {
    assertThat(TextFunctions.substring(s("abcdef"), -2, 5)).hasToString("ab");
    assertThat(TextFunctions.substring(s("abcdef"), 4)).hasToString("def");
    assertThat(TextFunctions.left(s("abcdef"), -2)).hasToString("abcd");
    assertThat(TextFunctions.right(s("abcdef"), -2)).hasToString("cdef");
    assertThatThrownBy(() -> TextFunctions.substring(s("abc"), 1, -1))
        .hasMessage("negative substring length not allowed");
  }

  @Test
  void shouldChangeOnlyAsciiLettersAsInTheCLocale() {
    assertThat(TextFunctions.upper(s("aéz"))).hasToString("AéZ");
    assertThat(TextFunctions.initcap(s("hello wORLD-9x"))).hasToString("Hello World-9x");
  }

  @Test
  void shouldPadRepeatAndSplit() {
    assertThat(TextFunctions.lpad(s("hi"), 5, s("xy"))).hasToString("xyxhi");
    assertThat(TextFunctions.rpad(s("hello"), 3, s(" "))).hasToString("hel");
    assertThat(TextFunctions.splitPart(s("a,b,c"), s(","), -1)).hasToString("c");
    assertThat(TextFunctions.splitPart(s("a,b,c"), s(","), 4)).hasToString("");
    assertThat(TextFunctions.translate(s("12345"), s("143"), s("ax"))).hasToString("a2x5");
    assertThat(Trim.both(s("xyxtrimyyx"), s("xyz"))).hasToString("trim");
    assertThatThrownBy(() -> TextFunctions.repeat(s("abc"), 1_000_000_000))
        .hasMessage("requested length too large");
  }

  @Test
  void shouldMatchLikePatterns() {
    assertThat(Like.like(s("a€c"), s("a_c"))).isTrue();
    assertThat(Like.like(s("abc"), s("%b%"))).isTrue();
    assertThat(Like.like(s("abc"), s("a%d"))).isFalse();
    assertThat(Like.like(s("a%c"), s("a\\%c"))).isTrue();
    assertThat(Like.like(s("abc"), s("a\\%c"))).isFalse();
    assertThat(Like.like(s("10%"), Like.escape(s("10#%"), s("#")))).isTrue();
    assertThat(Like.ilike(s("ABC"), s("a_C"))).isTrue();
    assertThatThrownBy(() -> Like.like(s("abc"), s("ab\\")))
        .hasMessage("LIKE pattern must not end with escape character");
    assertThatThrownBy(() -> Like.escape(s("a"), s("xx"))).hasMessage("invalid escape string");
  }

  @Test
  void shouldQuote() {
    assertThat(Quoting.identifier("select", word -> word.equals("select"))).isEqualTo("\"select\"");
    assertThat(Quoting.identifier("a_1", word -> false)).isEqualTo("a_1");
    assertThat(Quoting.identifier("A\"b", word -> false)).isEqualTo("\"A\"\"b\"");
    assertThat(Quoting.literal("it's \\ x")).isEqualTo("E'it''s \\\\ x'");
    assertThat(Quoting.nullable(null)).hasToString("NULL");
  }

  @Test
  void shouldFormatWithPositionsAndWidths() {
    Object[] args = {s("3"), s("a b"), null};
    int[] types = {TypeOid.TEXT, TypeOid.TEXT, TypeOid.TEXT};
    StandaloneContext ctx = StandaloneContext.DEFAULT;
    assertThat(Format.format(s("%2$I|%1$5s|%3$L|%%"), args, types, word -> false, ctx))
        .hasToString("\"a b\"|    3|NULL|%");
    assertThatThrownBy(() -> Format.format(s("%x"), args, types, word -> false, ctx))
        .hasMessage("unrecognized format() type specifier \"x\"");
    assertThatThrownBy(() -> Format.format(s("%9$s"), args, types, word -> false, ctx))
        .hasMessage("too few arguments for format()");
  }

  @Test
  void shouldEncodeAndDecode() {
    Slice bytes = Slice.of(new byte[] {0, 'A', '\\', (byte) 0xFF});
    assertThat(Encodings.encode(bytes, s("hex"))).hasToString("00415cff");
    assertThat(Encodings.encode(bytes, s("base64"))).hasToString("AEFc/w==");
    assertThat(Encodings.encode(bytes, s("escape"))).hasToString("\\000A\\\\\\377");
    assertThat(Encodings.decode(s("AEFc/w=="), s("base64"))).isEqualTo(bytes);
    assertThat(Hashes.md5(s("abc"))).hasToString("900150983cd24fb0d6963f7d28e17f72");
    assertThatThrownBy(() -> Encodings.convertFrom(Slice.of(new byte[] {(byte) 0xC3}), s("UTF8")))
        .hasMessage("invalid byte sequence for encoding \"UTF8\": 0xc3");
  }

  @Test
  void shouldWorkOnBitStrings() {
    BitString bits = new BitString(5, new byte[] {(byte) 0b10110000});
    assertThat(bits).hasToString("10110");
    assertThat(BitFunctions.not(bits)).hasToString("01001");
    assertThat(BitFunctions.shiftLeft(bits, 2)).hasToString("11000");
    assertThat(BitFunctions.concat(bits, bits)).hasToString("1011010110");
    assertThat(BitFunctions.fromInt4(-2, 6)).hasToString("111110");
    assertThat(BitFunctions.toInt4(bits)).isEqualTo(22);
    assertThatThrownBy(() -> BitFunctions.and(bits, BitFunctions.concat(bits, bits)))
        .hasMessage("cannot AND bit strings of different sizes");
  }
}
