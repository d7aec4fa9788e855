package org.postern.executor.types.jsonpath;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;

/**
 * A value of jsonpath.
 *
 * @param strict whether a path that does not fit the document is an error
 */
public record JsonPath(boolean strict, PathExpr expr) {
  /** Throws 42601 and its kin as PostgreSQL's input function does. */
  public static JsonPath parse(String text, TypeContext context) {
    return new PathParser(text, context).parse();
  }

  /** The canonical text. */
  public Slice text() {
    ByteSink out = new ByteSink();
    PathPrinter.append(this, out);
    return out.toSlice();
  }

  @Override
  public String toString() {
    return text().toString();
  }
}
