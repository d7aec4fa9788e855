package org.postern.protocol.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the writers with what PostgreSQL wrote for the same rows (rule 12). */
class CopyWriterTest {
  @Test
  void shouldWriteTheSameBytesAsPostgres() {
    List<CopyCase> cases = CopyCase.read("copy-to.txt");
    assertThat(cases).hasSizeGreaterThan(30);
    for (CopyCase each : cases) {
      var expected = new StringBuilder();
      each.answer().forEach(line -> expected.append(line.substring("data ".length())));
      assertThat(written(each))
          .as("options <%s>, columns %s", each.options(), each.columns())
          .isEqualTo(expected.toString());
    }
  }

  private static String written(CopyCase each) {
    CopyWriter writer = CopyWriter.of(each.parsedOptions(false), each.columns());
    var out = Unpooled.buffer();
    writer.begin(out);
    for (String row : each.payload().split(";", -1)) {
      writer.beginRow(out);
      for (String hex : row.split(",", -1)) {
        if (hex.equals("~")) {
          writer.writeNull(out);
        } else {
          byte[] value = CopyCase.bytes(hex);
          writer.write(out, value, 0, value.length);
        }
      }
      writer.endRow(out);
    }
    writer.end(out);
    return ByteBufUtil.hexDump(out);
  }
}
