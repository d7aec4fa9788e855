package org.postern.executor.types.jsonpath;

import java.math.BigDecimal;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbObject;

/**
 * Where a container would lie within its document if that were stored as PostgreSQL stores it: the
 * number by which keyvalue() tells objects apart.
 *
 * <p>A container is a header and an entry for each key and value, four bytes each; then the keys,
 * then the values. Numbers and containers begin at a multiple of four.
 */
final class StoredOffsets {
  private static final int WORD = 4;

  private final Jsonb wanted;
  private int found = -1;

  private StoredOffsets(Jsonb wanted) {
    this.wanted = wanted;
  }

  /** The offset of one container in another, by identity; -1 when it is not in it. */
  static int of(Jsonb wanted, Jsonb document) {
    StoredOffsets search = new StoredOffsets(wanted);
    search.value(document, 0);
    return search.found;
  }

  private static int aligned(int at) {
    return (at + WORD - 1) / WORD * WORD;
  }

  /** The offset after a value that may begin at {@code at}. */
  private int value(Jsonb value, int at) {
    return switch (value.kind()) {
      case NULL, BOOLEAN -> at;
      case STRING -> at + value.text().length();
      case NUMBER -> aligned(at) + numberLength(((Jsonb.Number) value).value());
      case ARRAY, OBJECT -> container(value, aligned(at));
    };
  }

  private int container(Jsonb container, int at) {
    if (container == wanted) {
      found = at;
    }
    boolean object = container.size() > 0 && container instanceof JsonbObject;
    int next = at + WORD + WORD * container.size() * (object ? 2 : 1);
    for (int i = 0; object && i < container.size(); i++) {
      next += container.key(i).length();
    }
    for (int i = 0; i < container.size(); i++) {
      next = value(container.item(i), next);
    }
    return next;
  }

  /** A header of six bytes, or eight for extreme numbers, and two bytes for four digits. */
  private static int numberLength(Numeric value) {
    BigDecimal number = value.toBigDecimal();
    if (number.signum() == 0) {
      return 6;
    }
    BigDecimal plain = number.abs().stripTrailingZeros();
    int first = plain.precision() - plain.scale();
    int weight = Math.floorDiv(first - 1, 4);
    int lowest = Math.floorDiv(-plain.scale(), 4);
    int groups = weight - lowest + 1;
    boolean compact = value.scale() <= 63 && weight >= -64 && weight <= 63;
    return (compact ? 6 : 8) + 2 * groups;
  }
}
