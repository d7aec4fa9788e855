package org.postern.executor.types;

import java.util.function.IntFunction;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The orders that built-in types have, and those made from them for arrays and rows. In composite
 * values NULL equals NULL and is above everything else.
 */
public final class TypeOrders {
  public static final TypeOrder LONGS = new Longs();
  public static final TypeOrder UNSIGNED_LONGS = new UnsignedLongs();
  public static final TypeOrder SINGLE_CHARS = new SingleChars();
  public static final TypeOrder DOUBLES = new Doubles();
  public static final TypeOrder BYTES = new Bytewise();
  public static final TypeOrder BLANK_PADDED = new BlankPadded();
  public static final TypeOrder NUMERICS = new Numerics();
  public static final TypeOrder INTERVALS = new Intervals();
  public static final TypeOrder TIMETZS = new TimeTzs();
  public static final TypeOrder TIDS = new Tids();
  public static final TypeOrder BITS = new Bits();
  public static final TypeOrder NETWORKS = new Networks();

  private TypeOrders() {}

  /** SQL order of floats: NaN is the greatest and equals itself, and -0 equals 0. */
  public static int compareDoubles(double left, double right) {
    if (left < right) {
      return -1;
    }
    if (left > right) {
      return 1;
    }
    return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
  }

  public static int hashDouble(double value) {
    return Double.hashCode(value == 0 ? 0.0 : value);
  }

  private static final class Longs implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return Long.compare((Long) left, (Long) right);
    }

    @Override
    public int hash(Object value) {
      return value.hashCode();
    }
  }

  private static final class UnsignedLongs implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return Long.compareUnsigned((Long) left, (Long) right);
    }

    @Override
    public int hash(Object value) {
      return value.hashCode();
    }
  }

  private static final class SingleChars implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return Long.compare((Long) left & 0xFF, (Long) right & 0xFF);
    }

    @Override
    public int hash(Object value) {
      return value.hashCode();
    }
  }

  private static final class Doubles implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return compareDoubles((Double) left, (Double) right);
    }

    @Override
    public int hash(Object value) {
      return hashDouble((Double) value);
    }
  }

  private static final class Bytewise implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return ((Slice) left).compareTo((Slice) right);
    }

    @Override
    public int hash(Object value) {
      return value.hashCode();
    }

    @Override
    public boolean equal(Object left, Object right) {
      return left.equals(right);
    }
  }

  /** bpchar: trailing blanks do not count. */
  private static final class BlankPadded implements TypeOrder {
    private static Slice trim(Object value) {
      Slice slice = (Slice) value;
      int end = slice.length();
      while (end > 0 && slice.at(end - 1) == ' ') {
        end--;
      }
      return slice.slice(0, end);
    }

    @Override
    public int compare(Object left, Object right) {
      return trim(left).compareTo(trim(right));
    }

    @Override
    public int hash(Object value) {
      return trim(value).hashCode();
    }
  }

  private static final class Numerics implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return ((Numeric) left).compareTo((Numeric) right);
    }

    @Override
    public int hash(Object value) {
      return value.hashCode();
    }
  }

  private static final class Intervals implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return ((Interval) left).compareTo((Interval) right);
    }

    @Override
    public int hash(Object value) {
      return ((Interval) value).spanHash();
    }
  }

  private static final class TimeTzs implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return ((TimeTz) left).compareTo((TimeTz) right);
    }

    @Override
    public int hash(Object value) {
      return value.hashCode();
    }
  }

  private static final class Tids implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return ((Tid) left).compareTo((Tid) right);
    }

    @Override
    public int hash(Object value) {
      return value.hashCode();
    }
  }

  private static final class Bits implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return ((BitString) left).compareTo((BitString) right);
    }

    @Override
    public int hash(Object value) {
      return value.hashCode();
    }
  }

  private static final class Networks implements TypeOrder {
    @Override
    public int compare(Object left, Object right) {
      return ((NetworkAddress) left).compareTo((NetworkAddress) right);
    }

    @Override
    public int hash(Object value) {
      return value.hashCode();
    }
  }

  private static int compareNullable(Object left, Object right, TypeOrder order) {
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    return order.compare(left, right);
  }

  /**
   * Arrays: by elements, then by their number, then by dimensions and bounds. {@code element} is
   * null for element types without an order, which fail when compared.
   */
  public static TypeOrder arrays(TypeOrder element) {
    return new Arrays(element);
  }

  private record Arrays(TypeOrder element) implements TypeOrder {
    private void requireElementOrder() {
      if (element == null) {
        throw SqlException.error(
            SqlState.UNDEFINED_FUNCTION,
            "could not identify a comparison function for the array's element type");
      }
    }

    @Override
    public int compare(Object left, Object right) {
      requireElementOrder();
      ArrayValue a = (ArrayValue) left;
      ArrayValue b = (ArrayValue) right;
      int common = Math.min(a.size(), b.size());
      for (int i = 0; i < common; i++) {
        int result = compareNullable(a.elements()[i], b.elements()[i], element);
        if (result != 0) {
          return result;
        }
      }
      if (a.size() != b.size()) {
        return Integer.compare(a.size(), b.size());
      }
      if (a.dimensions() != b.dimensions()) {
        return Integer.compare(a.dimensions(), b.dimensions());
      }
      int byDims = java.util.Arrays.compare(a.dims(), b.dims());
      return byDims != 0 ? byDims : java.util.Arrays.compare(a.lowerBounds(), b.lowerBounds());
    }

    @Override
    public int hash(Object value) {
      requireElementOrder();
      int hash = 1;
      for (Object item : ((ArrayValue) value).elements()) {
        hash = 31 * hash + (item == null ? 0 : element.hash(item));
      }
      return hash;
    }
  }

  /** Rows: field by field; {@code types} finds the type of a field. */
  public static TypeOrder rows(IntFunction<TypeInfo> types) {
    return new Rows(types);
  }

  private record Rows(IntFunction<TypeInfo> types) implements TypeOrder {
    private TypeOrder order(int typeOid) {
      TypeInfo type = types.apply(typeOid);
      if (type.order() == null) {
        throw SqlException.error(
            SqlState.UNDEFINED_FUNCTION,
            "could not identify a comparison function for type %s",
            type.name());
      }
      return type.order();
    }

    @Override
    public int compare(Object left, Object right) {
      RowValue a = (RowValue) left;
      RowValue b = (RowValue) right;
      int common = Math.min(a.size(), b.size());
      for (int i = 0; i < common; i++) {
        if (a.typeOids()[i] != b.typeOids()[i]) {
          throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "cannot compare dissimilar column types %s and %s at record column %d",
              types.apply(a.typeOids()[i]).name(),
              types.apply(b.typeOids()[i]).name(),
              i + 1);
        }
        int result = compareNullable(a.values()[i], b.values()[i], order(a.typeOids()[i]));
        if (result != 0) {
          return result;
        }
      }
      if (a.size() != b.size()) {
        throw SqlException.error(
            SqlState.DATATYPE_MISMATCH,
            "cannot compare record types with different numbers of columns");
      }
      return 0;
    }

    @Override
    public int hash(Object value) {
      RowValue row = (RowValue) value;
      int hash = 0;
      for (int i = 0; i < row.size(); i++) {
        Object field = row.values()[i];
        hash = 31 * hash + (field == null ? 0 : order(row.typeOids()[i]).hash(field));
      }
      return hash;
    }
  }
}
