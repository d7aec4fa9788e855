package org.postern.storage.vfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One fault to inject, written {@code path:operation:fault[:after=N][:count=N]}.
 *
 * <p>{@code path} is a part of the file's path ({@code *} for all); {@code after} operations
 * succeed first, then {@code count} fail (all, when not given). Several rules are separated by
 * semicolons.
 */
final class FaultRule {
  /** What is done with the file. */
  enum Operation {
    OPEN,
    READ,
    WRITE,
    SYNC,
    TRUNCATE,
    ALLOCATE,
    RENAME,
    DELETE
  }

  /** What goes wrong. */
  enum Fault {
    /** "Input/output error". */
    EIO,
    /** "No space left on device". */
    ENOSPC,
    /** Half is written, then there is no space. */
    SHORT,
    /** Half is written and success is reported. */
    TORN,
    /** Nothing is done and success is reported. */
    LOST,
    /** Not the file fails, but the code that uses it: an exception nobody expects. */
    BUG
  }

  private final String path;
  private final Operation operation;
  private final Fault fault;
  private final AtomicLong after;
  private final AtomicLong count;

  private FaultRule(String path, Operation operation, Fault fault, long after, long count) {
    this.path = path;
    this.operation = operation;
    this.fault = fault;
    this.after = new AtomicLong(after);
    this.count = new AtomicLong(count);
  }

  static List<FaultRule> parse(String text) {
    List<FaultRule> rules = new ArrayList<>();
    for (String part : text.split(";")) {
      if (!part.isBlank()) {
        rules.add(parseOne(part.trim()));
      }
    }
    return rules;
  }

  private static FaultRule parseOne(String text) {
    String[] f = text.split(":");
    if (f.length < 3) {
      throw new IllegalArgumentException("I/O fault needs path:operation:fault: rule=" + text);
    }
    long after = 0;
    long count = Long.MAX_VALUE;
    for (int i = 3; i < f.length; i++) {
      if (f[i].startsWith("after=")) {
        after = Long.parseLong(f[i].substring(6));
      } else if (f[i].startsWith("count=")) {
        count = Long.parseLong(f[i].substring(6));
      } else {
        throw new IllegalArgumentException("I/O fault option unknown: option=" + f[i]);
      }
    }
    return new FaultRule(
        f[0].equals("*") ? "" : f[0],
        Operation.valueOf(f[1].toUpperCase(Locale.ROOT)),
        Fault.valueOf(f[2].toUpperCase(Locale.ROOT)),
        after,
        count);
  }

  /** The fault for this operation, null for none; counts. */
  Fault match(String file, Operation wanted) {
    if (wanted != operation || !file.contains(path)) {
      return null;
    }
    if (after.getAndDecrement() > 0) {
      return null;
    }
    return count.getAndDecrement() > 0 ? fault : null;
  }
}
