package org.postern.protocol.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.protocol.frame.ProtocolException;

class CopyOptionsBuilderTest {
  @Test
  void shouldTakeDefaultsOfTheFormatWhenNothingIsSet() {
    assertThat(CopyFormatOptions.text().delimiter()).isEqualTo((byte) '\t');
    assertThat(CopyFormatOptions.text().nullText()).isEqualTo("\\N");
    assertThat(CopyFormatOptions.csv().delimiter()).isEqualTo((byte) ',');
    assertThat(CopyFormatOptions.csv().nullText()).isEmpty();
    assertThat(CopyFormatOptions.csv().escape()).isEqualTo((byte) '"');
    assertThat(csv().quote("'").build(true).escape()).isEqualTo((byte) '\'');
  }

  @Test
  void shouldRefuseWhenOptionsDoNotGoTogether() {
    refused(binary().delimiter("x"), true, "42601", "cannot specify DELIMITER in BINARY mode");
    refused(binary().nullString("x"), true, "42601", "cannot specify NULL in BINARY mode");
    refused(binary().header(null), true, "0A000", "cannot specify HEADER in BINARY mode");
    refused(text().quote("a"), true, "0A000", "COPY quote available only in CSV mode");
    refused(text().escape("a"), true, "0A000", "COPY escape available only in CSV mode");
    refused(csv().quote(","), true, "22023", "COPY delimiter and quote must be different");
    refused(
        text().delimiter("|").nullString("a|b"),
        true,
        "0A000",
        "COPY delimiter must not appear in the NULL specification");
    refused(
        csv().nullString("a\"b"),
        true,
        "0A000",
        "CSV quote character must not appear in the NULL specification");
    refused(text().header("match"), false, "0A000", "cannot use \"match\" with HEADER in COPY TO");
  }

  @Test
  void shouldRefuseWhenCharactersAreNotUsable() {
    String single = "COPY delimiter must be a single one-byte character";
    refused(text().delimiter("xx"), true, "0A000", single);
    refused(text().delimiter(""), true, "0A000", single);
    refused(text().delimiter("é"), true, "0A000", single);
    refused(text().delimiter("a"), true, "22023", "COPY delimiter cannot be \"a\"");
    refused(
        text().delimiter("\n"),
        true,
        "22023",
        "COPY delimiter cannot be newline or carriage return");
    refused(
        text().nullString("\n"),
        true,
        "22023",
        "COPY null representation cannot use newline or carriage return");
    refused(csv().quote("aa"), true, "0A000", "COPY quote must be a single one-byte character");
    refused(csv().escape("aa"), true, "0A000", "COPY escape must be a single one-byte character");
  }

  @Test
  void shouldRefuseForceWhenFormatOrDirectionIsWrong() {
    List<String> a = List.of("a");
    refused(text().forceQuote(a), false, "0A000", "COPY force quote available only in CSV mode");
    refused(csv().forceQuoteAll(), true, "0A000", "COPY force quote only available using COPY TO");
    refused(
        text().forceNotNull(a), true, "0A000", "COPY force not null available only in CSV mode");
    refused(
        csv().forceNotNull(a),
        false,
        "0A000",
        "COPY force not null only available using COPY FROM");
    refused(text().forceNull(a), true, "0A000", "COPY force null available only in CSV mode");
    refused(csv().forceNull(a), false, "0A000", "COPY force null only available using COPY FROM");
  }

  @Test
  void shouldRefuseWhenWordIsUnknown() {
    assertThatThrownBy(() -> text().format("xx")).hasMessage("COPY format \"xx\" not recognized");
    assertThatThrownBy(() -> text().header("foo"))
        .hasMessage("header requires a Boolean value or \"match\"");
  }

  private static void refused(
      CopyOptionsBuilder builder, boolean from, String sqlState, String message) {
    assertThatThrownBy(() -> builder.build(from))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.sqlState()).isEqualTo(sqlState))
        .hasMessage(message);
  }

  private static CopyOptionsBuilder text() {
    return new CopyOptionsBuilder();
  }

  private static CopyOptionsBuilder csv() {
    return new CopyOptionsBuilder().format("csv");
  }

  private static CopyOptionsBuilder binary() {
    return new CopyOptionsBuilder().format("binary");
  }
}
