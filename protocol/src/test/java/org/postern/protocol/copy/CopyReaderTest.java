package org.postern.protocol.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.postern.protocol.frame.ProtocolException;

/** Compares the readers with what PostgreSQL made of the same bytes (rule 12). */
class CopyReaderTest {
  @Test
  void shouldAgreeWithPostgresWhenDataComesInOnePiece() {
    replay(Integer.MAX_VALUE);
  }

  @Test
  void shouldAgreeWithPostgresWhenDataComesByteByByte() {
    replay(1);
  }

  @Test
  void shouldAgreeWithPostgresWhenDataComesInThrees() {
    replay(3);
  }

  private static void replay(int chunk) {
    List<CopyCase> cases = CopyCase.read("copy-from.txt");
    assertThat(cases).hasSizeGreaterThan(150);
    var softly = new SoftAssertions();
    for (CopyCase each : cases) {
      softly.assertThat(answer(each, chunk)).as("%s", describe(each)).isEqualTo(each.answer());
    }
    softly.assertAll();
  }

  private static String describe(CopyCase each) {
    String data = new String(CopyCase.bytes(each.payload()), StandardCharsets.ISO_8859_1);
    return "options <" + each.options() + ">, data <" + data + ">";
  }

  /** What we make of a case, in the form of the recorded answers. */
  private static List<String> answer(CopyCase each, int chunk) {
    CopyReader reader = CopyReader.of(each.parsedOptions(true), each.columns());
    byte[] data = CopyCase.bytes(each.payload());
    List<String> answer = new ArrayList<>();
    try {
      for (int at = 0; at < data.length; at += Math.min(chunk, data.length - at)) {
        int size = Math.min(chunk, data.length - at);
        reader.offer(Unpooled.wrappedBuffer(data, at, size));
        takeRows(reader, answer);
      }
      reader.endOfInput();
      takeRows(reader, answer);
    } catch (ProtocolException fault) {
      // A failed COPY has no rows, however many were read before.
      answer.clear();
      answer.add("error " + fault.sqlState() + " " + hex(fault.getMessage()));
      if (fault.hint() != null) {
        answer.add("hint " + hex(fault.hint()));
      }
      if (reader.where("t") != null) {
        answer.add("where " + hex(reader.where("t")));
      }
    }
    return answer;
  }

  private static void takeRows(CopyReader reader, List<String> answer) {
    for (CopyRow row = reader.next(); row != null; row = reader.next()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.count(); i++) {
        values.add(CopyCase.hex(row.copy(i)));
      }
      answer.add("row " + String.join(",", values));
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldNameColumnAndValueWhenTheTypeRefusesIt() {
    CopyReader reader = CopyReader.of(CopyFormatOptions.text(), List.of("a", "b"));
    reader.offer(Unpooled.copiedBuffer("1\t\\N\n", StandardCharsets.UTF_8));
    reader.next();
    assertThat(reader.where("t", 0)).isEqualTo("COPY t, line 1, column a: \"1\"");
    assertThat(reader.where("t", 1)).isEqualTo("COPY t, line 1, column b: null input");
  }

  @Test
  void shouldReadLongLineWhenChunksAreSmall() {
    CopyReader reader = CopyReader.of(CopyFormatOptions.text(), List.of("a", "b"));
    byte[] chunk = "x".repeat(1000).getBytes(StandardCharsets.UTF_8);
    reader.offer(Unpooled.copiedBuffer("1\t2\n3\t", StandardCharsets.UTF_8));
    assertThat(reader.next().text(1)).isEqualTo("2");
    for (int i = 0; i < 3000; i++) {
      reader.offer(Unpooled.wrappedBuffer(chunk));
      assertThat(reader.next()).isNull();
    }
    reader.offer(Unpooled.copiedBuffer("\n", StandardCharsets.UTF_8));
    CopyRow row = reader.next();
    assertThat(row.text(0)).isEqualTo("3");
    assertThat(row.text(1)).isEqualTo("x".repeat(3_000_000));
    assertThat(reader.lineNumber()).isEqualTo(2);
    assertThat(reader.where("t")).endsWith("x".repeat(98) + "...\"").hasSizeLessThan(140);
  }

  @Test
  void shouldReserveNothingWhenBinaryLengthIsHuge() {
    var reader = CopyReader.of(CopyFormatOptions.binary(), List.of("a"));
    var data = Unpooled.buffer();
    data.writeBytes(CopyBinaryReader.SIGNATURE).writeLong(0);
    data.writeShort(1).writeInt(Integer.MAX_VALUE).writeByte(1);
    reader.offer(data);
    assertThat(reader.next()).isNull();
    reader.endOfInput();
    assertThatThrownBy(reader::next).hasMessage("unexpected EOF in COPY data");
    assertThat(reader.where("t")).isEqualTo("COPY t, line 1, column a");
  }

  @Test
  void shouldGiveBackWhatWasWrittenWhenValuesAreRandom() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    String[] forms = {"text", "csv", "binary"};
    for (int round = 0; round < 300; round++) {
      CopyFormatOptions options = new CopyOptionsBuilder().format(forms[round % 3]).build(true);
      roundTrip(options, random, "seed=" + seed + " round=" + round);
    }
  }

  private static void roundTrip(CopyFormatOptions options, Random random, String label) {
    List<String> columns = List.of("a", "b", "c");
    CopyWriter writer = CopyWriter.of(options, columns);
    var out = Unpooled.buffer();
    writer.begin(out);
    List<String> expected = new ArrayList<>();
    for (int r = random.nextInt(8); r >= 0; r--) {
      List<String> values = new ArrayList<>();
      writer.beginRow(out);
      for (int c = 0; c < columns.size(); c++) {
        byte[] value = random.nextInt(5) == 0 ? null : randomText(random);
        if (value == null) {
          writer.writeNull(out);
        } else {
          writer.write(out, value, 0, value.length);
        }
        values.add(CopyCase.hex(value));
      }
      writer.endRow(out);
      expected.add("row " + String.join(",", values));
    }
    writer.end(out);

    CopyReader reader = CopyReader.of(options, columns);
    List<String> found = new ArrayList<>();
    while (out.isReadable()) {
      reader.offer(out.readSlice(Math.min(out.readableBytes(), 1 + random.nextInt(20))));
      takeRows(reader, found);
    }
    reader.endOfInput();
    takeRows(reader, found);
    assertThat(found).as(label).isEqualTo(expected);
  }

  private static byte[] randomText(Random random) {
    String alphabet = "ab\\.N\n\r\t\"',\u0001é€";
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
