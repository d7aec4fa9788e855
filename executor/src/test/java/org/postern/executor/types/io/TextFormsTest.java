package org.postern.executor.types.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.DateOrder;
import org.postern.executor.types.DateStyle;
import org.postern.executor.types.IntervalStyle;
import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.datetime.TimeZones;
import org.postern.storage.error.SqlException;

/** Reads and prints values of all types; the expected text is PostgreSQL's answer. */
class TextFormsTest {
  private final List<String> failures = new ArrayList<>();
  private StandaloneContext ctx = StandaloneContext.DEFAULT;

  @Test
  void shouldReadAndPrintAsPostgresDoes() throws IOException {
    int count = 0;
    for (String line : lines()) {
      String[] words = line.split("\t", -1);
      if (words[0].equals("=")) {
        ctx =
            StandaloneContext.DEFAULT
                .with(DateStyle.valueOf(words[1]), DateOrder.valueOf(words[2]))
                .with(IntervalStyle.valueOf(words[3]))
                .with(TimeZones.find(words[4]))
                .withExtraFloatDigits(Integer.parseInt(words[5]));
      } else {
        check(words[0], words[1], words[2]);
        count++;
      }
    }
    assertThat(failures).isEmpty();
    assertThat(count).isGreaterThan(1000);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                TextFormsTest.class.getResourceAsStream("text-forms.tsv"),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static TypeInfo type(String name) {
    return BuiltinTypes.get(
        name.endsWith("[]") ? "_" + name.substring(0, name.length() - 2) : name);
  }

  private void check(String typeName, String text, String expected) {
    TypeInfo type = type(typeName);
    String actual;
    try {
      Object value = type.io().input(text, -1, ctx);
      actual = print(type, value);
      checkRoundTrips(type, value, actual);
    } catch (SqlException e) {
      actual = e.state().code() + ": " + e.getMessage();
      actual += e.detail() == null ? "" : " | " + e.detail();
      actual += e.hint() == null ? "" : " | " + e.hint();
    }
    compare(typeName + " '" + text + "'", actual, expected);
  }

  private void compare(String what, String actual, String expected) {
    if (!actual.equals(expected)) {
      failures.add(what + ": " + actual + " instead of " + expected);
    }
  }

  private String print(TypeInfo type, Object value) {
    ByteSink out = new ByteSink();
    type.io().output(value, out, ctx);
    return out.toString();
  }

  private void checkRoundTrips(TypeInfo type, Object value, String expected) {
    ByteSink binary = new ByteSink();
    type.io().send(value, binary, ctx);
    Object received = type.io().receive(binary.toSlice(), -1, ctx);
    compare(type.name() + " binary", print(type, received), expected);
    if (type.physical() == Physical.OBJECT) {
      int length = type.io().storedLength(value);
      byte[] stored = new byte[length + 3];
      type.io().store(value, stored, 3);
      Object loaded = type.io().load(stored, 3, length);
      compare(type.name() + " stored", print(type, loaded), expected);
      if (type.order() != null) {
        assertThat(type.order().equal(value, loaded)).as(expected).isTrue();
        assertThat(type.order().hash(loaded)).isEqualTo(type.order().hash(value));
      }
    }
  }
}
