package org.postern.executor.session.guc;

/**
 * A parsed value.
 *
 * @param text the canonical text, without a unit: pg_settings.setting
 * @param number the number in the parameter's own unit; 0 or 1 for a BOOL, 0 for other types
 */
public record GucValue(String text, double number) {
  /** As SHOW prints it: positive numbers with the most readable unit. */
  public String show(GucDefinition definition) {
    if (definition.unit() == GucUnit.NONE || number <= 0) {
      return text;
    }
    return switch (definition.type()) {
      case INTEGER -> definition.unit().show((long) number);
      case REAL -> definition.unit().show(number);
      case BOOL, STRING, ENUM -> text;
    };
  }
}
