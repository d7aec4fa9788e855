package org.postern.executor.command;

import java.util.List;
import java.util.Locale;
import org.postern.executor.sql.ast.Option;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Parameters of views: check_option, security_barrier, security_invoker. */
final class ViewOptions {
  private ViewOptions() {}

  /** The parameter as {@code name=value}; throws for one that views do not have. */
  static String check(Option option) {
    String name = option.name().toLowerCase(Locale.ROOT);
    String value = option.value() == null ? "true" : option.value().asText();
    switch (name) {
      case "security_barrier", "security_invoker" -> {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!List.of("true", "false", "on", "off", "yes", "no", "1", "0").contains(lower)) {
          throw SqlException.error(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid value for boolean option \"%s\": %s",
              name,
              value);
        }
      }
      case "check_option" -> {
        if (!value.equals("local") && !value.equals("cascaded")) {
          throw SqlException.error(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "invalid value for enum option \"check_option\": %s",
                  value)
              .withDetail("Valid values are \"local\" and \"cascaded\".");
        }
      }
      default ->
          throw SqlException.error(
              SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"%s\"", name);
    }
    return name + "=" + value;
  }

  /** The parameters with some set. */
  static List<String> set(List<Option> options, List<String> old) {
    List<String> result = new java.util.ArrayList<>(old);
    for (Option option : options) {
      String checked = check(option);
      String prefix = checked.substring(0, checked.indexOf('=') + 1);
      result.removeIf(o -> o.startsWith(prefix));
      result.add(checked);
    }
    return result;
  }
}
