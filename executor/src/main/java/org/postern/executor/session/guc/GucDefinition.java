package org.postern.executor.session.guc;

import java.util.List;

/**
 * What a parameter is: everything about it but its value.
 *
 * @param min smallest number allowed; meaningless for types without a range, as is {@code max}
 * @param enumValues the words of an ENUM, in the order that pg_settings lists them
 * @param bootValue the built-in default as text
 * @param flags letters of {@link GucFlag}
 * @param custom whether the name was made up by a user ({@code myapp.setting})
 */
public record GucDefinition(
    String name,
    GucUnit unit,
    String category,
    GucContext context,
    GucType type,
    double min,
    double max,
    List<String> enumValues,
    String bootValue,
    String flags,
    boolean custom) {
  static final String CUSTOM_CATEGORY = "Customized Options";

  static GucDefinition custom(String name) {
    return new GucDefinition(
        name,
        GucUnit.NONE,
        CUSTOM_CATEGORY,
        GucContext.USER,
        GucType.STRING,
        0,
        0,
        List.of(),
        "",
        "",
        true);
  }

  public boolean has(GucFlag flag) {
    return flags.indexOf(flag.letter()) >= 0;
  }

  /** As pg_settings.min_val; null for types without a range. */
  public String minText() {
    return rangeText(min);
  }

  public String maxText() {
    return rangeText(max);
  }

  private String rangeText(double bound) {
    return switch (type) {
      case INTEGER -> Long.toString((long) bound);
      case REAL -> GucNumbers.general(bound);
      case BOOL, STRING, ENUM -> null;
    };
  }
}
