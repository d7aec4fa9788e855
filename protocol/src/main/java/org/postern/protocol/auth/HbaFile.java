package org.postern.protocol.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * pg_hba.conf: which connections are let in, and how they prove who they are.
 *
 * <p>The first line that matches decides; if none does, the connection is refused. A file with one
 * bad line is not used at all, since dropping a line could let somebody in that it rejects: at
 * start the server stops, at reload it keeps the rules it has.
 *
 * <p>Source: PostgreSQL documentation, "The pg_hba.conf File".
 */
public final class HbaFile {
  private final List<HbaLine> lines;

  private HbaFile(List<HbaLine> lines) {
    this.lines = List.copyOf(lines);
  }

  /** What parsing gives: a file, or all that is wrong with it. */
  public sealed interface Parsed {
    /** The rules can be used. */
    record Loaded(HbaFile file) implements Parsed {}

    /** At least one line is wrong; each is reported. */
    record Broken(List<HbaProblem> problems) implements Parsed {}
  }

  /** Parses the text of the file at {@code path}. */
  public static Parsed parse(String path, String text, HbaIncludes includes) {
    List<HbaLine> lines = new ArrayList<>();
    List<HbaProblem> problems = new ArrayList<>();
    for (HbaTokenizer.Line line : new HbaTokenizer(includes).lines(text)) {
      try {
        lines.add(new HbaLineParser(line).parse());
      } catch (HbaLineParser.BadLine bad) {
        problems.add(new HbaProblem(path, line.number(), bad.getMessage(), bad.hint()));
      }
    }
    if (lines.isEmpty() && problems.isEmpty()) {
      // Such a file would refuse everybody, the administrator included: surely an accident.
      problems.add(
          new HbaProblem(path, 1, "configuration file \"" + path + "\" contains no entries", null));
    }
    return problems.isEmpty()
        ? new Parsed.Loaded(new HbaFile(lines))
        : new Parsed.Broken(List.copyOf(problems));
  }

  /** The line that decides about the connection; empty if none does, which refuses it. */
  public Optional<HbaLine> match(HbaRequest request) {
    return lines.stream().filter(line -> line.matches(request)).findFirst();
  }

  public List<HbaLine> lines() {
    return lines;
  }
}
