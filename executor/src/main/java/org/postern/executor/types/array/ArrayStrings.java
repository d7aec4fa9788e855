package org.postern.executor.types.array;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.text.Utf8;

/** array_to_string, string_to_array and string_to_table. */
public final class ArrayStrings {
  private ArrayStrings() {}

  /** {@code nullText} stands for NULL elements, which are left out when it is null. */
  public static Slice toString(ArrayValue array, Slice separator, Slice nullText, TypeContext ctx) {
    ByteSink out = new ByteSink();
    TypeIo io = ctx.type(array.elementType()).io();
    boolean first = true;
    for (Object element : array.elements()) {
      if (element == null && nullText == null) {
        continue;
      }
      if (!first) {
        out.put(separator);
      }
      first = false;
      if (element == null) {
        out.put(nullText);
      } else {
        io.output(element, out, ctx);
      }
    }
    return out.toSlice();
  }

  /**
   * The fields of a text: split at every character when {@code separator} is null, not at all when
   * it is empty; fields equal to {@code nullText} become NULL.
   */
  public static List<Slice> split(Slice text, Slice separator, Slice nullText) {
    List<Slice> fields = new ArrayList<>();
    if (text.isEmpty()) {
      return fields;
    }
    if (separator == null) {
      int at = 0;
      while (at < text.length()) {
        int next = Utf8.skip(text, at, 1);
        add(fields, text.slice(at, next), nullText);
        at = next;
      }
      return fields;
    }
    int from = 0;
    if (!separator.isEmpty()) {
      for (int at = text.indexOf(separator, 0); at >= 0; at = text.indexOf(separator, from)) {
        add(fields, text.slice(from, at), nullText);
        from = at + separator.length();
      }
    }
    add(fields, text.slice(from, text.length()), nullText);
    return fields;
  }

  private static void add(List<Slice> fields, Slice field, Slice nullText) {
    fields.add(field.equals(nullText) ? null : field);
  }

  /** string_to_array: null for a null text. */
  public static ArrayValue toArray(Slice text, Slice separator, Slice nullText) {
    return text == null
        ? null
        : ArrayValue.of(TypeOid.TEXT, split(text, separator, nullText).toArray());
  }
}
