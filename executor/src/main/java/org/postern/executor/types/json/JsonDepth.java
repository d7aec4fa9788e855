package org.postern.executor.types.json;

import org.postern.executor.types.TypeContext;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * How deep JSON may nest. Everything that walks a document calls itself once a level, so the limit
 * is set where documents are made, low enough that no walk runs out of the thread's stack.
 */
public final class JsonDepth {
  /** What a stack of one megabyte carries for the hungriest walk, with room to spare. */
  public static final int MAX = 1000;

  private static final int BYTES_PER_LEVEL = 256;

  /** The setting that is in force unless someone lowers it, which texts are checked against. */
  private static final int DEFAULT_KILOBYTES = 2048;

  private final int limit;
  private final int kilobytes;
  private int depth;

  public JsonDepth(TypeContext context) {
    this.kilobytes = context.maxStackDepth();
    this.limit = (int) Math.min(MAX, kilobytes * 1024L / BYTES_PER_LEVEL);
  }

  public void enter() {
    enter(1);
  }

  /** Goes down a level that costs as much stack as {@code weight} ordinary ones. */
  public void enter(int weight) {
    depth += weight;
    if (depth > limit) {
      throw exceeded(kilobytes);
    }
  }

  public void leave() {
    leave(1);
  }

  public void leave(int weight) {
    depth -= weight;
  }

  /** The depth of a container of these members; 54001 when that is too deep. */
  static int above(Iterable<Jsonb> members) {
    int deepest = 0;
    for (Jsonb member : members) {
      deepest = Math.max(deepest, member.depth());
    }
    if (deepest >= MAX) {
      throw exceeded(DEFAULT_KILOBYTES);
    }
    return deepest + 1;
  }

  /** 54001. */
  static SqlException exceeded(int kilobytes) {
    return SqlException.error(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
        .withHint(
            "Increase the configuration parameter \"max_stack_depth\" (currently %dkB), after"
                + " ensuring the platform's stack depth limit is adequate.",
            kilobytes);
  }
}
