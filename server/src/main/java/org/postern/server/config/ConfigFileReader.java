package org.postern.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads a configuration file and the files that it includes. Errors are collected, not thrown, so
 * that one look at the log shows all of them.
 *
 * <p>Source: PostgreSQL documentation, "Configuration File Contents" and "File Inclusion".
 */
final class ConfigFileReader {
  private static final int MAX_DEPTH = 10;
  private static final int MAX_ERRORS = 100;

  private final List<ConfigLine> lines = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final Consumer<String> notes;

  /** {@code notes} hears of what is remarkable but no error. */
  ConfigFileReader(Consumer<String> notes) {
    this.notes = notes;
  }

  List<ConfigLine> lines() {
    return lines;
  }

  List<String> errors() {
    return errors;
  }

  /** Reads a file that may be absent only if it is not {@code required}. */
  void read(Path file, boolean required) {
    read(file, required, 0);
  }

  private void read(Path file, boolean required, int depth) {
    if (depth > MAX_DEPTH) {
      errors.add(
          "could not open configuration file \"%s\": maximum nesting depth exceeded"
              .formatted(file));
      return;
    }
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      if (required) {
        errors.add(
            "could not open configuration file \"%s\": No such file or directory".formatted(file));
      } else if (depth > 0) {
        notes.accept("skipping missing configuration file \"%s\"".formatted(file));
      }
      return;
    } catch (IOException e) {
      errors.add("could not open configuration file \"%s\": %s".formatted(file, e.getMessage()));
      return;
    }
    // Read byte by byte above, so that a bad byte cannot hide the rest of the file.
    String decoded = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    int number = 0;
    for (String line : decoded.split("\n", -1)) {
      number++;
      readLine(line, file, number, depth);
      if (errors.size() >= MAX_ERRORS) {
        errors.add("too many syntax errors found, abandoning file \"%s\"".formatted(file));
        return;
      }
    }
  }

  private void readLine(String line, Path file, int number, int depth) {
    ConfigScanner scanner = new ConfigScanner(line);
    ConfigScanner.Kind first = scanner.next();
    if (first == ConfigScanner.Kind.END) {
      return;
    }
    if (first != ConfigScanner.Kind.ID && first != ConfigScanner.Kind.QUALIFIED_ID) {
      syntaxError(scanner, file, number);
      return;
    }
    String name = scanner.token();
    if (scanner.next() == ConfigScanner.Kind.EQUALS) {
      scanner.next();
    }
    boolean isValue =
        switch (scanner.kind()) {
          case ID, UNQUOTED, INTEGER, REAL, QUOTED -> true;
          case QUALIFIED_ID -> true;
          case EQUALS, END, ERROR -> false;
        };
    if (!isValue) {
      syntaxError(scanner, file, number);
      return;
    }
    String value = scanner.value();
    if (scanner.next() != ConfigScanner.Kind.END) {
      syntaxError(scanner, file, number);
      return;
    }
    accept(name, value, file, number, depth);
  }

  private void syntaxError(ConfigScanner scanner, Path file, int number) {
    if (scanner.kind() == ConfigScanner.Kind.END) {
      errors.add("syntax error in file \"%s\" line %d, near end of line".formatted(file, number));
    } else {
      errors.add(
          "syntax error in file \"%s\" line %d, near token \"%s\""
              .formatted(file, number, scanner.token()));
    }
  }

  private void accept(String name, String value, Path file, int number, int depth) {
    Path target = file.resolveSibling(value);
    switch (name.toLowerCase(Locale.ROOT)) {
      case "include" -> read(target, true, depth + 1);
      case "include_if_exists" -> read(target, false, depth + 1);
      case "include_dir" -> readDirectory(target, depth + 1);
      default -> lines.add(new ConfigLine(name, value, file.toString(), number));
    }
  }

  private void readDirectory(Path directory, int depth) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.conf")) {
      for (Path entry : entries) {
        if (!entry.getFileName().toString().startsWith(".") && !Files.isDirectory(entry)) {
          files.add(entry);
        }
      }
    } catch (IOException e) {
      errors.add(
          "could not open configuration directory \"%s\": No such file or directory"
              .formatted(directory));
      return;
    }
    files.sort(null);
    for (Path entry : files) {
      read(entry, true, depth);
    }
  }
}
