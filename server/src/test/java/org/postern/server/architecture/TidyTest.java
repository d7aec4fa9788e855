package org.postern.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postern.server.testing.Programs;

/** What no file of the tree may contain, and how large it may be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TidyTest {
  private static final int LINE_LIMIT = 100;
  private static final int FILE_LIMIT = 800;

  /** Directories that are made by tools or by running servers. */
  private static final Set<String> NOT_SOURCES = Set.of("target", "data", "node_modules");

  /** Files that may have longer lines: messages and templates are quoted whole. */
  private static final Set<String> LONG_LINES =
      Set.of("GucParserTest.java", "ConfigTemplates.java", "ClientListeners.java");

  /** Spelled in two parts, so that this file does not contain them. */
  private static final Pattern LEFTOVERS =
      Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|HA" + "CK)\\b");

  private static final Pattern WORKPLACE =
      Pattern.compile(
          "(?<![\\w./])/wor"
              + "k/|(?<![\\w./])/ro"
              + "ot/|\\bwork"
              + "tree\\b|/tmp/bash"
              + "_jobs"
              + "|\\b(?:DESI"
              + "GN|STY"
              + "LE|PL"
              + "AN|HEL"
              + "PER)\\.md\\b");

  private final Path root = Programs.root();
  private List<Path> files;

  @BeforeAll
  void listFiles() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean hidden = name.startsWith(".") && !name.equals(".ci") && !name.equals(".mvn");
            boolean skip = !directory.equals(root) && (hidden || NOT_SOURCES.contains(name));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean hidden = file.getFileName().toString().startsWith(".");
            if (attributes.isRegularFile() && !hidden) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files = List.copyOf(found);
    assertThat(javaFiles()).as("Java files under " + root).hasSizeGreaterThan(500);
  }

  @Test
  void shouldKeepLinesShort() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : javaFiles()) {
      if (LONG_LINES.contains(file.getFileName().toString())) {
        continue;
      }
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (line.codePointCount(0, line.length()) > LINE_LIMIT && !line.startsWith("import ")) {
          found.add(root.relativize(file) + ":" + (i + 1));
        }
      }
    }
    assertThat(found).as("lines longer than " + LINE_LIMIT).isEmpty();
  }

  @Test
  void shouldKeepFilesSmall() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : javaFiles()) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE_LIMIT) {
        found.add(root.relativize(file) + ": " + lines);
      }
    }
    assertThat(found).as("files longer than " + FILE_LIMIT + " lines").isEmpty();
  }

  @Test
  void shouldLeaveNothingToDo() throws IOException {
    assertThat(matches(LEFTOVERS, javaFiles())).as("notes of unfinished work").isEmpty();
  }

  @Test
  void shouldNotNameTheWorkplace() throws IOException {
    assertThat(matches(WORKPLACE, files)).as("paths of one machine, absent papers").isEmpty();
  }

  @Test
  void shouldDescribeEachPackage() {
    Set<String> described = new TreeSet<>();
    Set<String> packages = new TreeSet<>();
    for (Path file : javaFiles()) {
      String path = root.relativize(file).toString().replace('\\', '/');
      int start = path.indexOf("/java/org/");
      if (start < 0) {
        continue;
      }
      String name = path.substring(start + "/java/".length(), path.lastIndexOf('/'));
      packages.add(name);
      if (path.endsWith("/package-info.java")) {
        described.add(name);
      }
    }
    packages.removeAll(described);
    // The root package of module wal holds tests over several of its packages.
    packages.remove("org/postern/wal");
    assertThat(packages).as("packages without package-info.java").isEmpty();
  }

  /** A file named README.md states numbered rules or is an overview; an empty one helps nobody. */
  @Test
  void shouldHaveTheDocumentsThatAreReferredTo() {
    Map<String, String> documents =
        Map.of(
            "README.md", "overview",
            "docs/ARCHITECTURE.md", "shape",
            "docs/compatibility.md", "differences",
            "docs/dependencies.md", "reasons",
            "docs/benchmarks.md", "figures");
    List<String> missing =
        documents.keySet().stream()
            .filter(name -> !Files.isRegularFile(root.resolve(name)))
            .toList();
    assertThat(missing).as("documents that are missing").isEmpty();
  }

  private List<Path> javaFiles() {
    return files.stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  private List<String> matches(Pattern pattern, List<Path> among) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : among) {
      // Latin-1 reads any bytes; the patterns are ASCII.
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      pattern
          .matcher(text)
          .results()
          .forEach(match -> found.add(root.relativize(file) + ": " + match.group()));
    }
    return found;
  }
}
