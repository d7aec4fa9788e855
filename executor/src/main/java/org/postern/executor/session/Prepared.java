package org.postern.executor.session;

import java.util.List;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.sql.ast.RawStatement;

/**
 * A prepared statement. Analysis and plan are made when first needed and again after the catalogs
 * have changed. {@code raw} null is the empty query.
 */
public final class Prepared {
  private final String text;
  private final RawStatement raw;
  private final List<Integer> givenTypes;
  List<Integer> paramTypes;
  PlannedStatement plan;
  long generation = -1;
  String searchPath;
  int role;

  Prepared(String text, RawStatement raw, List<Integer> givenTypes) {
    this.text = text;
    this.raw = raw;
    this.givenTypes = List.copyOf(givenTypes);
  }

  public String text() {
    return text;
  }

  public RawStatement raw() {
    return raw;
  }

  List<Integer> givenTypes() {
    return givenTypes;
  }

  /** The types of all parameters, once the statement has been analyzed. */
  public List<Integer> paramTypes() {
    return paramTypes;
  }
}
