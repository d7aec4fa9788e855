package org.postern.executor.types.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Numeric;
import org.postern.storage.error.SqlException;

/** Operators and functions of numeric on random values; the results are PostgreSQL's. */
class NumericCasesTest {
  @Test
  void shouldGiveTheResultsOfPostgres() throws IOException {
    List<String> failures = new ArrayList<>();
    int count = 0;
    for (String line : lines()) {
      String[] words = line.split("\t");
      String expected = words[words.length - 1];
      String actual;
      try {
        actual = String.valueOf(evaluate(words[0], words)).replace("null", "<null>");
      } catch (SqlException e) {
        actual = e.state().code() + ": " + e.getMessage();
        actual += e.detail() == null ? "" : " | " + e.detail();
      }
      if (!actual.equals(expected)) {
        failures.add(line + ": " + actual);
      }
      count++;
    }
    assertThat(failures).isEmpty();
    assertThat(count).isGreaterThan(500);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                NumericCasesTest.class.getResourceAsStream("numeric-cases.tsv"),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static String text(double value) {
    ByteSink out = new ByteSink();
    FloatText.appendDouble(value, 1, out);
    return out.toString();
  }

  private static Object evaluate(String expression, String[] words) {
    if (expression.startsWith("$d")) {
      return NumericCasts.fromDouble(Double.parseDouble(words[1]));
    }
    if (expression.startsWith("$f")) {
      return NumericCasts.fromFloat(Float.parseFloat(words[1]));
    }
    if (expression.startsWith("factorial")) {
      return NumericArithmetic.factorial(Long.parseLong(words[1]));
    }
    Numeric x = NumericText.parse(words[1]);
    if (expression.contains("$,$") || expression.matches("\\(?\\$.\\$.*")) {
      return binary(expression, x, NumericText.parse(words[2]));
    }
    return unary(expression, x, words);
  }

  private static Object binary(String expression, Numeric x, Numeric y) {
    return switch (expression) {
      case "$+$" -> NumericArithmetic.add(x, y);
      case "$-$" -> NumericArithmetic.subtract(x, y);
      case "$*$" -> NumericArithmetic.multiply(x, y);
      case "$/$" -> NumericArithmetic.divide(x, y);
      case "$%$" -> NumericArithmetic.remainder(x, y);
      case "($<$)::int" -> x.compareTo(y) < 0 ? 1 : 0;
      case "div($,$)" -> NumericArithmetic.divideTruncated(x, y);
      case "gcd($,$)" -> NumericArithmetic.gcd(x, y);
      case "lcm($,$)" -> NumericArithmetic.lcm(x, y);
      case "log($,$)" -> NumericTranscendental.log(x, y);
      case "power($,$)" -> NumericTranscendental.power(x, y);
      default -> throw new IllegalArgumentException(expression);
    };
  }

  private static Object unary(String expression, Numeric x, String[] words) {
    return switch (expression) {
      case "$::float8" -> text(NumericCasts.toDouble(x));
      case "$::int2" -> NumericCasts.toInt2(x);
      case "$::int4" -> NumericCasts.toInt4(x);
      case "$::int8" -> NumericCasts.toInt8(x);
      case "$::numeric(#,#)" ->
          NumericRounding.coerce(
              x, NumericRounding.typmod(Integer.parseInt(words[2]), Integer.parseInt(words[3])));
      case "round($,#)" -> NumericRounding.round(x, Integer.parseInt(words[2]));
      case "trunc($,#)" -> NumericRounding.trunc(x, Integer.parseInt(words[2]));
      case "abs($)" -> NumericArithmetic.abs(x);
      case "ceil($)" -> NumericRounding.ceil(x);
      case "exp($)" -> NumericTranscendental.exp(x);
      case "floor($)" -> NumericRounding.floor(x);
      case "ln($)" -> NumericTranscendental.ln(x);
      case "log($)" -> NumericTranscendental.log10(x);
      case "min_scale($)" -> NumericRounding.minScale(x);
      case "scale($)" -> NumericRounding.scale(x);
      case "sign($)" -> NumericArithmetic.sign(x);
      case "sqrt($)" -> NumericTranscendental.sqrt(x);
      case "trim_scale($)" -> NumericRounding.trimScale(x);
      default -> throw new IllegalArgumentException(expression);
    };
  }

  @Test
  void shouldTakeTheSameHashForEqualNumbersOfDifferentScale() {
    assertThat(NumericText.parse("1.50")).isEqualTo(NumericText.parse("1.5"));
    assertThat(NumericText.parse("1.50")).hasSameHashCodeAs(NumericText.parse("1.5"));
    String wide = "7." + "0".repeat(40);
    assertThat(NumericText.parse(wide)).hasSameHashCodeAs(NumericText.parse("7"));
  }
}
