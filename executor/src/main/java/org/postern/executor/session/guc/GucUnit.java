package org.postern.executor.session.guc;

/**
 * The unit that a parameter is counted in, and what its values may be written in.
 *
 * <p>Source: PostgreSQL documentation, "Parameter Names and Values".
 */
public enum GucUnit {
  NONE("", 0, false),
  BYTES("B", 1, false),
  KILOBYTES("kB", 1 << 10, false),
  BLOCKS("8kB", 8 << 10, false),
  MEGABYTES("MB", 1 << 20, false),
  MILLISECONDS("ms", 1_000, true),
  SECONDS("s", 1_000_000, true),
  MINUTES("min", 60_000_000, true);

  /** A unit as users write it; {@code size} is in bytes or microseconds. */
  record Written(String name, double size) {}

  private static final Written[] MEMORY = {
    new Written("TB", 0x1p40),
    new Written("GB", 0x1p30),
    new Written("MB", 0x1p20),
    new Written("kB", 0x1p10),
    new Written("B", 1)
  };

  private static final Written[] TIME = {
    new Written("d", 86_400e6),
    new Written("h", 3_600e6),
    new Written("min", 60e6),
    new Written("s", 1e6),
    new Written("ms", 1e3),
    new Written("us", 1)
  };

  private final String label;
  private final double size;
  private final boolean time;

  GucUnit(String label, double size, boolean time) {
    this.label = label;
    this.size = size;
    this.time = time;
  }

  /** As in pg_settings.unit; empty for none. */
  public String label() {
    return label;
  }

  static GucUnit of(String label) {
    for (GucUnit unit : values()) {
      if (unit.label.equals(label)) {
        return unit;
      }
    }
    throw new IllegalArgumentException("no such unit: label=" + label);
  }

  /** Biggest first. */
  private Written[] written() {
    return time ? TIME : MEMORY;
  }

  String hint() {
    return time
        ? "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\"."
        : "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".";
  }

  /** Converts {@code value} written in {@code name} to this unit; NaN if there is no such name. */
  double toBase(double value, String name) {
    Written[] units = written();
    for (int i = 0; i < units.length; i++) {
      if (units[i].name.equals(name)) {
        double converted = value * units[i].size / size;
        // 1.1 GB is meant in whole MB: round to the next smaller unit before it becomes kB.
        if (i + 1 < units.length) {
          double finer = units[i + 1].size / size;
          converted = Math.rint(converted / finer) * finer;
        }
        return converted;
      }
    }
    return Double.NaN;
  }

  /** An integer of this unit in the biggest unit that shows it without a fraction. */
  String show(long value) {
    for (Written unit : written()) {
      double multiplier = unit.size / size;
      if (multiplier <= 1.0 || value % (long) multiplier == 0) {
        return (long) Math.rint(value / multiplier) + unit.name;
      }
    }
    throw new IllegalStateException("no unit shows " + value);
  }

  /** The same for a number that need not be whole. */
  String show(double value) {
    String name = "";
    double shown = value;
    for (Written unit : written()) {
      shown = value / (unit.size / size);
      name = unit.name;
      if (shown > 0 && Math.abs(Math.rint(shown) / shown - 1.0) <= 1e-8) {
        break;
      }
    }
    return GucNumbers.general(shown) + name;
  }
}
