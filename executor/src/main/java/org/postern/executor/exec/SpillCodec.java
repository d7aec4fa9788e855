package org.postern.executor.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.postern.executor.types.TypeIo;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.BytesVector;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.ObjectVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;

/**
 * Rows as bytes of a temporary file, column by column.
 *
 * <pre>
 *   Chunk  = rows 4 | Column*
 *   Column = anyNull 1 | null 1 per row, if anyNull | Value per row that is not null
 *   Value  = long 8 | double 8 | length 4, bytes
 * </pre>
 */
final class SpillCodec {
  private final ExecEnvironment env;
  private final List<Integer> types;
  private final TypeIo[] codecs;
  private ByteBuffer out = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

  SpillCodec(List<Integer> types, ExecEnvironment env) {
    this.types = types;
    this.env = env;
    this.codecs = new TypeIo[types.size()];
    for (int i = 0; i < codecs.length; i++) {
      codecs[i] = env.catalog().type(types.get(i)).info().io();
    }
  }

  /** Encodes rows {@code order[from..to)}, or {@code from..to} themselves when order is null. */
  ByteBuffer encode(Vector[] columns, int[] order, int from, int to) {
    out.clear();
    room(4).putInt(to - from);
    for (int c = 0; c < codecs.length; c++) {
      nulls(columns[c], order, from, to);
      for (int i = from; i < to; i++) {
        int row = order == null ? i : order[i];
        if (!columns[c].isNull(row)) {
          value(columns[c], row, codecs[c]);
        }
      }
    }
    return out.flip();
  }

  private void nulls(Vector column, int[] order, int from, int to) {
    boolean any = false;
    for (int i = from; i < to && !any; i++) {
      any = column.isNull(order == null ? i : order[i]);
    }
    room(1 + to - from).put((byte) (any ? 1 : 0));
    if (any) {
      for (int i = from; i < to; i++) {
        out.put((byte) (column.isNull(order == null ? i : order[i]) ? 1 : 0));
      }
    }
  }

  private void value(Vector column, int row, TypeIo codec) {
    switch (column) {
      case LongVector v -> room(8).putLong(v.values[row]);
      case DoubleVector v -> room(8).putDouble(v.values[row]);
      case BytesVector v ->
          room(4 + v.length[row])
              .putInt(v.length[row])
              .put(v.base[row], v.offset[row], v.length[row]);
      case ObjectVector v -> {
        int length = codec.storedLength(v.values[row]);
        room(4 + length).putInt(length);
        codec.store(v.values[row], out.array(), out.position());
        out.position(out.position() + length);
      }
    }
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      int needed = Math.max(out.capacity() * 2, out.position() + bytes);
      ByteBuffer grown =
          ByteBuffer.wrap(Arrays.copyOf(out.array(), needed)).order(ByteOrder.LITTLE_ENDIAN);
      grown.position(out.position());
      out = grown;
    }
    return out;
  }

  /** The rows of a chunk; byte strings point into {@code bytes}. */
  Batch decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int rows = in.getInt();
    Vector[] columns = new Vector[codecs.length];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = Vectors.create(env.exprs().physical(types.get(c)), rows);
      int nulls = in.get() == 0 ? -1 : in.position();
      if (nulls >= 0) {
        in.position(nulls + rows);
      }
      for (int row = 0; row < rows; row++) {
        if (nulls >= 0 && bytes[nulls + row] != 0) {
          columns[c].setNull(row);
        } else {
          read(in, columns[c], row, codecs[c]);
        }
      }
    }
    Batch batch = new Batch(columns);
    batch.count = rows;
    return batch;
  }

  private static void read(ByteBuffer in, Vector column, int row, TypeIo codec) {
    switch (column) {
      case LongVector v -> v.setLong(row, in.getLong());
      case DoubleVector v -> v.setDouble(row, in.getDouble());
      case BytesVector v -> {
        int length = in.getInt();
        v.setBytes(row, in.array(), in.position(), length);
        in.position(in.position() + length);
      }
      case ObjectVector v -> {
        int length = in.getInt();
        v.set(row, codec.load(in.array(), in.position(), length));
        in.position(in.position() + length);
      }
    }
  }
}
