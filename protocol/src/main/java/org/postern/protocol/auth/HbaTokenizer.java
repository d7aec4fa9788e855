package org.postern.protocol.auth;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits an authentication file into lines, fields and words.
 *
 * <pre>
 *   file  -> line*        a backslash at the end joins the next line
 *   line  -> field*       separated by blanks; # starts a comment
 *   field -> word,word*   separated by commas
 *   word  -> "quoted" with "" for a quote, or @file for the words of another file
 * </pre>
 *
 * <p>Source: PostgreSQL documentation, "The pg_hba.conf File".
 */
final class HbaTokenizer {
  /** A file within a file within a file ... ends somewhere. */
  private static final int MAX_DEPTH = 10;

  /**
   * A line with at least one word, or with a problem.
   *
   * @param number 1-based, of the first of joined lines
   * @param raw the text as it stands in the file
   * @param problem why the line could not be split, else null
   */
  record Line(int number, String raw, List<List<HbaToken>> fields, String problem) {}

  private final HbaIncludes includes;
  private final int depth;

  HbaTokenizer(HbaIncludes includes) {
    this(includes, 0);
  }

  private HbaTokenizer(HbaIncludes includes, int depth) {
    this.includes = includes;
    this.depth = depth;
  }

  List<Line> lines(String text) {
    List<Line> result = new ArrayList<>();
    String[] physical = text.split("\n", -1);
    int number = 0;
    while (number < physical.length) {
      int first = number;
      var joined = new StringBuilder(withoutReturn(physical[number++]));
      while (endsInBackslash(joined) && number < physical.length) {
        joined.setLength(joined.length() - 1);
        joined.append(withoutReturn(physical[number++]));
      }
      var line = new LineSplitter(joined.toString()).split(first + 1);
      if (!line.fields().isEmpty() || line.problem() != null) {
        result.add(line);
      }
    }
    return result;
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static boolean endsInBackslash(StringBuilder text) {
    return !text.isEmpty() && text.charAt(text.length() - 1) == '\\';
  }

  /** Walks over one line. */
  private final class LineSplitter {
    private final String text;
    private int at;
    private boolean comma;
    private String problem;

    LineSplitter(String text) {
      this.text = text;
    }

    Line split(int number) {
      List<List<HbaToken>> fields = new ArrayList<>();
      while (problem == null) {
        List<HbaToken> field = field();
        if (field.isEmpty()) {
          break;
        }
        fields.add(field);
      }
      return new Line(number, text, fields, problem);
    }

    private List<HbaToken> field() {
      List<HbaToken> words = new ArrayList<>();
      do {
        HbaToken word = word();
        if (word == null) {
          break;
        }
        if (!word.quoted() && word.text().length() > 1 && word.text().startsWith("@")) {
          include(word.text().substring(1), words);
        } else {
          words.add(word);
        }
      } while (comma && problem == null);
      return words;
    }

    /** The next word, or null at the end of the line; sets {@link #comma} if one ended it. */
    private HbaToken word() {
      while (at < text.length() && (isBlank(text.charAt(at)) || text.charAt(at) == ',')) {
        at++;
      }
      comma = false;
      var word = new StringBuilder();
      boolean inQuote = false;
      boolean doubled = false;
      boolean sawQuote = false;
      boolean quotedFromStart = false;
      while (at < text.length() && (inQuote || !isBlank(text.charAt(at)))) {
        char c = text.charAt(at);
        if (c == '#' && !inQuote) {
          at = text.length();
          break;
        }
        at++;
        if (c == ',' && !inQuote) {
          comma = true;
          break;
        }
        if (c != '"' || doubled) {
          word.append(c);
        }
        doubled = inQuote && c == '"' && !doubled;
        if (c == '"') {
          quotedFromStart |= word.isEmpty() && !sawQuote;
          inQuote = !inQuote;
          sawQuote = true;
        }
      }
      return sawQuote || !word.isEmpty() ? new HbaToken(word.toString(), quotedFromStart) : null;
    }

    private void include(String name, List<HbaToken> words) {
      HbaIncludes.Included file = includes.read(name);
      String failure = depth + 1 > MAX_DEPTH ? "maximum nesting depth exceeded" : file.error();
      if (failure != null) {
        problem =
            "could not open secondary authentication file \"@"
                + name
                + "\" as \""
                + file.path()
                + "\": "
                + failure;
        return;
      }
      for (Line line : new HbaTokenizer(includes, depth + 1).lines(file.text())) {
        if (line.problem() != null) {
          problem = line.problem();
          return;
        }
        line.fields().forEach(words::addAll);
      }
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
