package org.postern.executor.exec;

import java.util.Arrays;
import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOrder;
import org.postern.executor.types.TypeOrders;
import org.postern.executor.vector.BytesVector;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;

/** Hashing, equality and order of values of one type inside vectors; nulls are the caller's. */
abstract class KeyOps {
  abstract int hash(Vector vector, int row);

  abstract boolean equal(Vector left, int leftRow, Vector right, int rightRow);

  abstract int compare(Vector left, int leftRow, Vector right, int rightRow);

  static KeyOps of(TypeInfo type) {
    if (type.physical() == Physical.LONG
        && (type.order() == TypeOrders.LONGS || type.order() == null)) {
      return new Longs();
    }
    if (type.physical() == Physical.DOUBLE) {
      return new Doubles();
    }
    if (type.physical() == Physical.BYTES && type.order() == TypeOrders.BYTES) {
      return new ByteStrings();
    }
    return new Ordered(type.order());
  }

  private static final class Longs extends KeyOps {
    @Override
    int hash(Vector vector, int row) {
      return mix(((LongVector) vector).values[row]);
    }

    @Override
    boolean equal(Vector left, int leftRow, Vector right, int rightRow) {
      return ((LongVector) left).values[leftRow] == ((LongVector) right).values[rightRow];
    }

    @Override
    int compare(Vector left, int leftRow, Vector right, int rightRow) {
      return Long.compare(
          ((LongVector) left).values[leftRow], ((LongVector) right).values[rightRow]);
    }
  }

  private static final class Doubles extends KeyOps {
    @Override
    int hash(Vector vector, int row) {
      double value = ((DoubleVector) vector).values[row];
      return mix(Double.doubleToLongBits(value == 0 ? 0.0 : value));
    }

    @Override
    boolean equal(Vector left, int leftRow, Vector right, int rightRow) {
      return compare(left, leftRow, right, rightRow) == 0;
    }

    @Override
    int compare(Vector left, int leftRow, Vector right, int rightRow) {
      double a = ((DoubleVector) left).values[leftRow];
      double b = ((DoubleVector) right).values[rightRow];
      return a == b ? 0 : Double.compare(a, b);
    }
  }

  private static final class ByteStrings extends KeyOps {
    @Override
    int hash(Vector vector, int row) {
      BytesVector v = (BytesVector) vector;
      int hash = 1;
      byte[] base = v.base[row];
      for (int i = v.offset[row], end = i + v.length[row]; i < end; i++) {
        hash = hash * 31 + base[i];
      }
      return mix(hash);
    }

    @Override
    boolean equal(Vector left, int leftRow, Vector right, int rightRow) {
      BytesVector a = (BytesVector) left;
      BytesVector b = (BytesVector) right;
      int length = a.length[leftRow];
      return length == b.length[rightRow]
          && Arrays.equals(
              a.base[leftRow],
              a.offset[leftRow],
              a.offset[leftRow] + length,
              b.base[rightRow],
              b.offset[rightRow],
              b.offset[rightRow] + length);
    }

    @Override
    int compare(Vector left, int leftRow, Vector right, int rightRow) {
      BytesVector a = (BytesVector) left;
      BytesVector b = (BytesVector) right;
      return Arrays.compareUnsigned(
          a.base[leftRow],
          a.offset[leftRow],
          a.offset[leftRow] + a.length[leftRow],
          b.base[rightRow],
          b.offset[rightRow],
          b.offset[rightRow] + b.length[rightRow]);
    }
  }

  private static final class Ordered extends KeyOps {
    private final TypeOrder order;

    Ordered(TypeOrder order) {
      this.order = order;
    }

    @Override
    int hash(Vector vector, int row) {
      return mix(order.hash(vector.get(row)));
    }

    @Override
    boolean equal(Vector left, int leftRow, Vector right, int rightRow) {
      return order.equal(left.get(leftRow), right.get(rightRow));
    }

    @Override
    int compare(Vector left, int leftRow, Vector right, int rightRow) {
      return order.compare(left.get(leftRow), right.get(rightRow));
    }
  }

  static int mix(long value) {
    long h = value * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 32) ^ (int) h;
  }
}
