package org.postern.executor.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.postern.executor.query.Expr;
import org.postern.executor.types.TypeInfo;

/**
 * Bound expressions as the text of pg_node_tree columns: defaults, CHECK conditions, index
 * expressions and predicates.
 *
 * <pre>
 *   text       → expr | list
 *   expr       → "-" | "(" tag field* ")"
 *   field      → number | flag | string | expr | list
 *   list       → "[" field* "]"
 *   flag       → "t" | "f"
 *   string     → '"' characters, \" and \\ escaped '"'
 *   constant's value → "-" | decimal | "#" hexadecimal
 * </pre>
 *
 * Fields are separated by a blank and follow the order of the record's components; source locations
 * are left out and read as unknown. A constant's value is a decimal for integers, the bits of a
 * float, the bytes of a string and the stored form of anything else, so that no setting of a
 * session can change it.
 */
public final class ExprText {
  private final IntFunction<TypeInfo> types;

  /** {@code types} finds the types of constants. */
  public ExprText(IntFunction<TypeInfo> types) {
    this.types = types;
  }

  public String write(Expr expr) {
    ExprTextWriter writer = new ExprTextWriter(types);
    writer.expr(expr);
    return writer.toString();
  }

  public String writeList(List<Expr> exprs) {
    ExprTextWriter writer = new ExprTextWriter(types);
    writer.exprs(exprs);
    return writer.toString();
  }

  public Expr read(String text) {
    ExprTextReader reader = new ExprTextReader(text, types);
    Expr expr = reader.expr();
    reader.end();
    return expr;
  }

  public List<Expr> readList(String text) {
    ExprTextReader reader = new ExprTextReader(text, types);
    List<Expr> exprs = new ArrayList<>(reader.exprs());
    reader.end();
    return List.copyOf(exprs);
  }
}
