package org.postern.executor.catalog;

import java.util.List;

/**
 * A row of pg_proc. {@code kind} is f function, p procedure, a aggregate, w window; {@code
 * argTypes} are the input arguments; {@code allArgTypes} and {@code argModes} are empty when all
 * are inputs; {@code acl} is null while everybody may execute it.
 */
public record ProcEntry(
    int oid,
    String name,
    int namespace,
    int language,
    char kind,
    boolean strict,
    boolean returnsSet,
    char volatility,
    int variadic,
    int resultType,
    List<Integer> argTypes,
    List<Integer> allArgTypes,
    List<Character> argModes,
    List<String> argNames,
    int defaults,
    String defaultText,
    String source,
    double rows,
    int owner,
    List<String> acl) {

  /** Language oid of functions built into the server. */
  public static final int INTERNAL_LANGUAGE = 12;

  public boolean isVolatile() {
    return volatility == 'v';
  }

  public boolean isImmutable() {
    return volatility == 'i';
  }
}
