package org.postern.executor.session.guc;

import java.util.Objects;

/**
 * One assignment as text, with its origin: how settings travel from the postmaster to its children.
 *
 * @param file the configuration file, or null when the value did not come from one
 * @param line the line in {@code file}, or 0
 */
public record GucSetting(String name, String value, GucSource source, String file, int line) {
  public GucSetting {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(source, "source");
  }

  public GucSetting(String name, String value, GucSource source) {
    this(name, value, source, null, 0);
  }
}
