package org.postern.protocol.copy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A case of a recorded file: its heading and the lines of PostgreSQL's answer. */
record CopyCase(List<String> columns, String options, String payload, List<String> answer) {
  static List<CopyCase> read(String resource) {
    try (InputStream in = CopyCase.class.getResourceAsStream(resource)) {
      List<CopyCase> cases = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.startsWith("case ")) {
          String[] parts = line.substring(5).split("\\|", -1);
          List<String> columns = parts[0].isEmpty() ? List.of() : List.of(parts[0].split(","));
          cases.add(new CopyCase(columns, text(parts[1]), parts[2], new ArrayList<>()));
        } else if (!line.startsWith("#")) {
          cases.getLast().answer().add(line);
        }
      }
      return cases;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  CopyFormatOptions parsedOptions(boolean from) {
    var builder = new CopyOptionsBuilder();
    for (String option : options.split(";")) {
      if (option.isEmpty()) {
        continue;
      }
      String name = option.substring(0, option.indexOf('='));
      String value = option.substring(option.indexOf('=') + 1);
      List<String> names = Arrays.asList(value.split(","));
      switch (name) {
        case "format" -> builder.format(value);
        case "delimiter" -> builder.delimiter(value);
        case "null" -> builder.nullString(value);
        case "quote" -> builder.quote(value);
        case "escape" -> builder.escape(value);
        case "header" -> builder.header(value);
        case "force_null" -> builder.forceNull(names);
        case "force_not_null" -> builder.forceNotNull(names);
        case "force_quote" -> {
          if (value.equals("*")) {
            builder.forceQuoteAll();
          } else {
            builder.forceQuote(names);
          }
        }
        default -> throw new IllegalArgumentException(option);
      }
    }
    return builder.build(from);
  }

  static String text(String hex) {
    return new String(bytes(hex), StandardCharsets.UTF_8);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** Hex of a value, a tilde for NULL. */
  static String hex(byte[] value) {
    return value == null ? "~" : HexFormat.of().formatHex(value);
  }
}
