package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.f3;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.regex.RegexOptions;
import org.postern.executor.types.regex.RegexTranslator;
import org.postern.executor.types.regex.SimilarPattern;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Regular expressions: the match operators, the regexp functions, substring and SIMILAR TO.
 *
 * <p>Source: PostgreSQL documentation, section 9.7.3 "POSIX Regular Expressions".
 */
final class RegexFamily implements FunctionFamily {
  private static final int CACHED = 64;

  private record Key(String expression, RegexOptions options) {}

  private final Map<Key, Pattern> patterns =
      new LinkedHashMap<>(CACHED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Pattern> eldest) {
          return size() > CACHED;
        }
      };

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = tests(prosrc);
    if (impl == null) {
      impl = parts(prosrc);
    }
    if (impl == null) {
      impl = replacing(prosrc);
    }
    if (impl == null) {
      impl = counting(prosrc);
    }
    return impl == null ? similar(prosrc) : impl;
  }

  private Pattern pattern(Object expression, RegexOptions options) {
    Key key = new Key(expression.toString(), options.withGlobal(false));
    Pattern known = patterns.get(key);
    if (known == null) {
      known = RegexTranslator.translate(key.expression, key.options);
      patterns.put(key, known);
    }
    return known;
  }

  private boolean matches(Object text, Object expression, RegexOptions options) {
    return pattern(expression, options).matcher(text.toString()).find();
  }

  private static RegexOptions options(Object[] args, int index) {
    return args.length > index && args[index] != null
        ? RegexOptions.parse(args[index].toString())
        : RegexOptions.DEFAULT;
  }

  /** Options of a function that takes one match only. */
  private static RegexOptions single(Object[] args, int index, String function) {
    RegexOptions options = options(args, index);
    if (options.global()) {
      SqlException error =
          SqlException.error(
              SqlState.INVALID_PARAMETER_VALUE,
              "%s does not support the \"global\" option",
              function + "()");
      throw function.equals("regexp_match")
          ? error.withHint("Use the regexp_matches function instead.")
          : error;
    }
    return options;
  }

  private FunctionImpl tests(String prosrc) {
    return switch (prosrc) {
      case "textregexeq", "nameregexeq" ->
          f2((a, b) -> Fn.bool(matches(a, b, RegexOptions.DEFAULT)));
      case "textregexne", "nameregexne" ->
          f2((a, b) -> Fn.bool(!matches(a, b, RegexOptions.DEFAULT)));
      case "texticregexeq", "nameicregexeq" ->
          f2((a, b) -> Fn.bool(matches(a, b, RegexOptions.IGNORE_CASE)));
      case "texticregexne", "nameicregexne" ->
          f2((a, b) -> Fn.bool(!matches(a, b, RegexOptions.IGNORE_CASE)));
      case "regexp_like", "regexp_like_no_flags" ->
          fn((a, c) -> Fn.bool(matches(a[0], a[1], single(a, 2, "regexp_like"))));
      default -> null;
    };
  }

  private FunctionImpl parts(String prosrc) {
    return switch (prosrc) {
      case "textregexsubstr" -> f2(this::substring);
      case "regexp_match", "regexp_match_no_flags" -> fn((a, c) -> match(a));
      case "regexp_matches", "regexp_matches_no_flags" -> set((a, c) -> allMatches(a));
      case "regexp_split_to_table", "regexp_split_to_table_no_flags" ->
          set((a, c) -> new ArrayList<Object>(split(a, "regexp_split_to_table")).iterator());
      case "regexp_split_to_array", "regexp_split_to_array_no_flags" ->
          fn((a, c) -> ArrayValue.of(TypeOid.TEXT, split(a, "regexp_split_to_array").toArray()));
      default -> null;
    };
  }

  /** The first parenthesized part of the first match, or all of it. */
  private Object substring(Object text, Object expression) {
    Matcher matcher = pattern(expression, RegexOptions.DEFAULT).matcher(text.toString());
    return matcher.find() ? slice(matcher.group(matcher.groupCount() > 0 ? 1 : 0)) : null;
  }

  private static Slice slice(String text) {
    return text == null ? null : Slice.utf8(text);
  }

  private Object match(Object[] args) {
    RegexOptions options = single(args, 2, "regexp_match");
    Matcher matcher = pattern(args[1], options).matcher(args[0].toString());
    return matcher.find() ? captured(matcher) : null;
  }

  private static ArrayValue captured(Matcher matcher) {
    int count = matcher.groupCount();
    if (count == 0) {
      return ArrayValue.of(TypeOid.TEXT, slice(matcher.group()));
    }
    Object[] parts = new Object[count];
    for (int i = 0; i < count; i++) {
      parts[i] = slice(matcher.group(i + 1));
    }
    return ArrayValue.of(TypeOid.TEXT, parts);
  }

  private Iterator<Object> allMatches(Object[] args) {
    RegexOptions options = options(args, 2);
    Matcher matcher = pattern(args[1], options).matcher(args[0].toString());
    List<Object> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(captured(matcher));
      if (!options.global()) {
        break;
      }
    }
    return found.iterator();
  }

  /** Empty matches at the ends or right behind a match split nothing. */
  private List<Slice> split(Object[] args, String function) {
    String text = args[0].toString();
    Matcher matcher = pattern(args[1], single(args, 2, function)).matcher(text);
    List<Slice> fields = new ArrayList<>();
    int from = 0;
    while (matcher.find()) {
      boolean empty = matcher.start() == matcher.end();
      if (empty && (matcher.start() == from || matcher.start() == text.length())) {
        continue;
      }
      fields.add(Slice.utf8(text.substring(from, matcher.start())));
      from = matcher.end();
    }
    fields.add(Slice.utf8(text.substring(from)));
    return fields;
  }

  private FunctionImpl replacing(String prosrc) {
    return switch (prosrc) {
      case "textregexreplace_noopt" ->
          f3((a, b, c) -> replace(a, b, c, RegexOptions.DEFAULT, 1, 1));
      case "textregexreplace" ->
          fn((a, c) -> {
            RegexOptions options = options(a, 3);
            return replace(a[0], a[1], a[2], options, 1, options.global() ? 0 : 1);
          });
      case "textregexreplace_extended",
          "textregexreplace_extended_no_flags",
          "textregexreplace_extended_no_n" ->
          fn(RegexFamily.this::replaceExtended);
      default -> null;
    };
  }

  private Object replaceExtended(Object[] args, CallContext context) {
    int start = position(args[3], "start");
    int which = args.length > 4 ? ((Long) args[4]).intValue() : 1;
    if (which < 0) {
      throw badParameter("n", which);
    }
    RegexOptions options = options(args, 5);
    if (args.length == 4 && options.global()) {
      which = 0;
    }
    return replace(args[0], args[1], args[2], options, start, which);
  }

  /** Replaces match number {@code which}, or all of them when it is 0. */
  private Slice replace(
      Object source, Object expression, Object with, RegexOptions options, int start, int which) {
    String text = source.toString();
    String replacement = with.toString();
    Matcher matcher = pattern(expression, options).matcher(text);
    int from = offset(text, start);
    StringBuilder out = new StringBuilder();
    int copied = 0;
    int number = 0;
    for (boolean found = find(matcher, from, text); found; found = matcher.find()) {
      number++;
      if (which == 0 || number == which) {
        out.append(text, copied, matcher.start());
        substitute(replacement, matcher, out);
        copied = matcher.end();
      }
      if (which != 0 && number >= which) {
        break;
      }
    }
    return Slice.utf8(out.append(text, copied, text.length()).toString());
  }

  private static boolean find(Matcher matcher, int from, String text) {
    return from <= text.length() && matcher.find(from);
  }

  private static void substitute(String replacement, Matcher matcher, StringBuilder out) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      char next = i + 1 < replacement.length() ? replacement.charAt(i + 1) : 0;
      if (c != '\\') {
        out.append(c);
      } else if (next == '&') {
        out.append(matcher.group());
        i++;
      } else if (next >= '1' && next <= '9') {
        int group = next - '0';
        String value = group <= matcher.groupCount() ? matcher.group(group) : null;
        out.append(value == null ? "" : value);
        i++;
      } else {
        out.append('\\');
        i += next == '\\' ? 1 : 0;
      }
    }
  }

  private static SqlException badParameter(String name, long value) {
    return SqlException.error(
        SqlState.INVALID_PARAMETER_VALUE,
        "invalid value for parameter \"%s\": %s",
        name,
        Long.toString(value));
  }

  private static int position(Object value, String name) {
    long number = (Long) value;
    if (number <= 0) {
      throw badParameter(name, number);
    }
    return (int) number;
  }

  /** The index of a 1-based character; beyond the end when there is none. */
  private static int offset(String text, int start) {
    int characters = text.codePointCount(0, text.length());
    return start - 1 > characters ? text.length() + 1 : text.offsetByCodePoints(0, start - 1);
  }

  private FunctionImpl counting(String prosrc) {
    return switch (prosrc) {
      case "regexp_count", "regexp_count_no_start", "regexp_count_no_flags" -> fn(this::count);
      case "regexp_instr",
          "regexp_instr_no_start",
          "regexp_instr_no_n",
          "regexp_instr_no_endoption",
          "regexp_instr_no_flags",
          "regexp_instr_no_subexpr" ->
          fn(this::instr);
      case "regexp_substr",
          "regexp_substr_no_start",
          "regexp_substr_no_n",
          "regexp_substr_no_flags",
          "regexp_substr_no_subexpr" ->
          fn(this::substr);
      default -> null;
    };
  }

  private Object count(Object[] args, CallContext context) {
    String text = args[0].toString();
    int start = args.length > 2 ? position(args[2], "start") : 1;
    Matcher matcher = pattern(args[1], single(args, 3, "regexp_count")).matcher(text);
    long count = 0;
    for (boolean found = find(matcher, offset(text, start), text); found; found = matcher.find()) {
      count++;
    }
    return count;
  }

  /** The matcher at match {@code args[3]} from {@code args[2]} on, or null. */
  private Matcher nth(Object[] args, RegexOptions options) {
    String text = args[0].toString();
    int start = args.length > 2 ? position(args[2], "start") : 1;
    int which = args.length > 3 ? position(args[3], "n") : 1;
    Matcher matcher = pattern(args[1], options).matcher(text);
    boolean found = find(matcher, offset(text, start), text);
    for (int i = 1; found && i < which; i++) {
      found = matcher.find();
    }
    return found ? matcher : null;
  }

  private static int group(Object[] args, int index) {
    long group = args.length > index ? (Long) args[index] : 0;
    if (group < 0) {
      throw badParameter("subexpr", group);
    }
    return (int) group;
  }

  private Object instr(Object[] args, CallContext context) {
    long option = args.length > 4 ? (Long) args[4] : 0;
    if (option != 0 && option != 1) {
      throw badParameter("endoption", option);
    }
    int group = group(args, 6);
    Matcher matcher = nth(args, single(args, 5, "regexp_instr"));
    if (matcher == null || group > matcher.groupCount() || matcher.start(group) < 0) {
      return 0L;
    }
    int at = option == 0 ? matcher.start(group) : matcher.end(group);
    return 1L + args[0].toString().codePointCount(0, at);
  }

  private Object substr(Object[] args, CallContext context) {
    int group = group(args, 5);
    Matcher matcher = nth(args, single(args, 4, "regexp_substr"));
    return matcher == null || group > matcher.groupCount() ? null : slice(matcher.group(group));
  }

  private FunctionImpl similar(String prosrc) {
    return switch (prosrc) {
      case "similar_to_escape_1" ->
          fn((a, c) -> Slice.utf8(SimilarPattern.toRegex(a[0].toString(), "\\")));
      case "similar_to_escape_2" ->
          f2((a, b) -> Slice.utf8(SimilarPattern.toRegex(a.toString(), b.toString())));
      case "similar_escape" ->
          fn((a, c) ->
              a[0] == null
                  ? null
                  : Slice.utf8(
                      SimilarPattern.toRegex(
                          a[0].toString(), a[1] == null ? "\\" : a[1].toString())));
      case "substring_similar" ->
          f3((a, b, c) -> substring(a, SimilarPattern.toRegex(b.toString(), c.toString())));
      default -> null;
    };
  }
}
