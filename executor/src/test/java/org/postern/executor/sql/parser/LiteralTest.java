package org.postern.executor.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.Literal.BitStringLiteral;
import org.postern.executor.sql.ast.Literal.IntegerLiteral;
import org.postern.executor.sql.ast.Literal.NumericLiteral;
import org.postern.executor.sql.ast.Literal.StringLiteral;
import org.postern.executor.sql.ast.Reference;

class LiteralTest {
  private static Expression parse(String sql) {
    return SqlParser.parseExpression(sql);
  }

  private static String text(String sql) {
    return ((StringLiteral) parse(sql)).value();
  }

  @Test
  void shouldKeepTheTextWhenAStringHasNoEscapes() {
    assertThat(text("'a\\n''b'")).isEqualTo("a\\n'b");
    assertThat(text("''")).isEmpty();
    assertThat(text("'ü€😀'")).isEqualTo("ü€😀");
  }

  @Test
  void shouldJoinStringsWhenANewlineSeparatesThem() {
    assertThat(text("'a'\n  'b' -- comment\n\t'c'")).isEqualTo("abc");
    assertThat(text("E'a\\t'\n'b\\t'")).isEqualTo("a\tb\t");
    assertThat(ParseErrorTest.messageOf("select 'a' /* */ 'b'"))
        .isEqualTo("syntax error at or near \"'b'\"");
  }

  @Test
  void shouldDecodeEscapesWhenTheStringIsMarked() {
    assertThat(text("E'\\b\\f\\n\\r\\t\\v\\\\\\'\\q'")).isEqualTo("\b\f\n\r\t\u000B\\'q");
    assertThat(text("e'\\101\\x42\\x4g\\u00e4\\U0001F600'")).isEqualTo("AB\u0004gä😀");
    assertThat(text("E'\\xc3\\xa4'")).isEqualTo("ä");
    assertThat(text("E'\\uD83D\\uDE00'")).isEqualTo("😀");
  }

  @Test
  void shouldDecodeUnicodeEscapesWhenPrefixed() {
    assertThat(text("U&'d\\0061t\\+000061 \\\\'")).isEqualTo("data \\");
    assertThat(text("u&'d!0061!!' UESCAPE '!'")).isEqualTo("da!");
    assertThat(text("U&'\\D83D\\DE00'")).isEqualTo("😀");
    assertThat(parse("U&\"d\\0061T\"")).isEqualTo(column("daT", 0));
  }

  @Test
  void shouldTakeEverythingWhenDollarQuoted() {
    assertThat(text("$$a'b$c$$")).isEqualTo("a'b$c");
    assertThat(text("$Fn_1$ $$ $fn_1$ $Fn_1$")).isEqualTo(" $$ $fn_1$ ");
  }

  @Test
  void shouldKeepTheDigitsWhenABitString() {
    assertThat(parse("b'01'")).isEqualTo(new BitStringLiteral(false, "01", 0));
    assertThat(parse("X'1f'")).isEqualTo(new BitStringLiteral(true, "1f", 0));
  }

  @Test
  void shouldChooseTheNumberTypeWhenTheSizeDiffers() {
    assertThat(parse("2147483647")).isEqualTo(new IntegerLiteral(Integer.MAX_VALUE, 0));
    assertThat(parse("0000000000001")).isEqualTo(new IntegerLiteral(1, 0));
    assertThat(parse("2147483648")).isEqualTo(new NumericLiteral("2147483648", 0));
    assertThat(parse("-2147483648")).isEqualTo(new NumericLiteral("-2147483648", 0));
    assertThat(parse(".5")).isEqualTo(new NumericLiteral(".5", 0));
    assertThat(parse("5.")).isEqualTo(new NumericLiteral("5.", 0));
    assertThat(parse("1e-10")).isEqualTo(new NumericLiteral("1e-10", 0));
    assertThat(parse("1.5E+3")).isEqualTo(new NumericLiteral("1.5E+3", 0));
  }

  @Test
  void shouldFoldOnlyAsciiWhenAnIdentifierIsNotQuoted() {
    assertThat(parse("FooÄ_1$")).isEqualTo(column("fooÄ_1$", 0));
    assertThat(parse("\"Foo\"\"x\"")).isEqualTo(column("Foo\"x", 0));
  }

  @Test
  void shouldTruncateAtACharacterWhenAnIdentifierIsTooLong() {
    List<String> notices = new ArrayList<>();
    String name = "a" + "é".repeat(40);
    SqlParser.parse("select " + name, (full, cut) -> notices.addAll(List.of(full, cut)));
    assertThat(notices).containsExactly(name, "a" + "é".repeat(31));
  }

  @Test
  void shouldSkipCommentsWhenTheyAreNested() {
    assertThat(parse("/* a /* b */ -- */ 1 -- c")).isEqualTo(new IntegerLiteral(1, 19));
    assertThat(Shapes.of("1+/* */2")).isEqualTo("(1 + 2)");
    assertThat(Shapes.of("1--2\n+3")).isEqualTo("(1 + 3)");
  }

  @Test
  void shouldReadConstantsWhenTheyAreKeywords() {
    assertThat(parse("TRUE")).isEqualTo(new Literal.BooleanLiteral(true, 0));
    assertThat(parse("null")).isEqualTo(new Literal.NullLiteral(0));
    assertThat(parse("$12")).isEqualTo(new Reference.ParamRef(12, 0));
  }

  private static Expression column(String name, int location) {
    return new Reference.ColumnRef(List.of(name), false, location);
  }
}
