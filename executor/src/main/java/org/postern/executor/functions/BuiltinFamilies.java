package org.postern.executor.functions;

import java.util.List;
import java.util.function.Predicate;

/** The families that need nothing of the session but what a call gives them. */
public final class BuiltinFamilies {
  private BuiltinFamilies() {}

  /** {@code isKeyword}: whether a word must be quoted to serve as an identifier. */
  public static List<FunctionFamily> all(Predicate<String> isKeyword) {
    return List.of(
        new IntegerFamily(),
        new ComparisonFamily(),
        new TextFamily(isKeyword),
        new FloatFamily(),
        new NumericFamily(),
        new TypeIoFamily());
  }
}
