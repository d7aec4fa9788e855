package org.postern.protocol.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.startup.StartupParameters.Setting;

/**
 * The startup parameter {@code options}: switches as on the command line of a single-user server.
 *
 * <p>White space separates, a backslash takes the next character literally. Understood are {@code
 * -c name=value}, {@code --name=value} and the short switches that stand for one setting.
 *
 * <p>Source: PostgreSQL documentation, "postgres: Options" and libpq's connection parameter {@code
 * options}.
 */
public final class BackendOptions {
  /** Short switches that take a value, and the setting each stands for. */
  private static final Map<Character, String> WITH_VALUE =
      Map.of('B', "shared_buffers", 'N', "max_connections", 'S', "work_mem");

  /** Short switches without a value, and the setting each makes. */
  private static final Map<Character, Setting> WITHOUT_VALUE =
      Map.of(
          'e', new Setting("datestyle", "euro"),
          'F', new Setting("fsync", "false"),
          'O', new Setting("allow_system_table_mods", "true"),
          'P', new Setting("ignore_system_indexes", "true"),
          's', new Setting("log_statement_stats", "true"));

  private BackendOptions() {}

  /** The settings in the order they stand; an empty list for null. */
  public static List<Setting> parse(String options) {
    if (options == null) {
      return List.of();
    }
    List<String> words = split(options);
    List<Setting> settings = new ArrayList<>();
    int at = 0;
    while (at < words.size()) {
      at = parseWord(words, at, settings);
    }
    return List.copyOf(settings);
  }

  /** Splits at unescaped white space and takes the backslashes out. */
  static List<String> split(String options) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      if (isSpace(c)) {
        if (word != null) {
          words.add(word.toString());
          word = null;
        }
        continue;
      }
      if (word == null) {
        word = new StringBuilder();
      }
      if (c == '\\') {
        if (i + 1 < options.length()) {
          word.append(options.charAt(++i));
        }
      } else {
        word.append(c);
      }
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Reads the word at {@code at}, and its value if that is the next word. */
  private static int parseWord(List<String> words, int at, List<Setting> settings) {
    String word = words.get(at);
    if (word.startsWith("--") && word.length() > 2) {
      settings.add(longOption(word.substring(2), "--"));
      return at + 1;
    }
    if (!word.startsWith("-") || word.length() < 2 || word.equals("--")) {
      throw invalid(word);
    }
    // Switches without a value may be written together; one with a value ends the word.
    for (int i = 1; i < word.length(); i++) {
      char c = word.charAt(i);
      Setting fixed = WITHOUT_VALUE.get(c);
      if (fixed != null) {
        settings.add(fixed);
        continue;
      }
      if (c != 'c' && !WITH_VALUE.containsKey(c)) {
        throw invalid(word);
      }
      boolean attached = i + 1 < word.length();
      if (!attached && at + 1 == words.size()) {
        throw invalid(word);
      }
      String value = attached ? word.substring(i + 1) : words.get(at + 1);
      settings.add(c == 'c' ? longOption(value, "-c ") : new Setting(WITH_VALUE.get(c), value));
      return attached ? at + 1 : at + 2;
    }
    return at + 1;
  }

  private static Setting longOption(String text, String prefix) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw ProtocolException.fatal(
          ProtocolException.SYNTAX_ERROR, "%s%s requires a value", prefix, text);
    }
    return new Setting(text.substring(0, equals).replace('-', '_'), text.substring(equals + 1));
  }

  private static ProtocolException invalid(String word) {
    return ProtocolException.fatal(
            ProtocolException.SYNTAX_ERROR,
            "invalid command-line argument for server process: %s",
            word)
        .withHint("Try \"postgres --help\" for more information.");
  }
}
