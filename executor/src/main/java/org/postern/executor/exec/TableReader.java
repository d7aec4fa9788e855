package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.row.RowDecoder;
import org.postern.executor.row.RowShape;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Tid;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.tuple.TupleHeader;

/** Decodes the wanted columns of a table's tuples, system columns and whole rows included. */
final class TableReader {
  final RelationEntry relation;
  final TableHandle handle;
  final RowShape shape;
  private final RowDecoder decoder;
  private final int[] columns;
  private final Batch out;

  TableReader(int table, List<Integer> wanted, List<Integer> types, ExecEnvironment env) {
    relation = env.relations().relation(table);
    handle = env.handles().table(relation);
    shape = env.handles().shape(relation);
    decoder = new RowDecoder(shape, (base, offset) -> env.heap().detoast(handle, base, offset));
    columns = wanted.stream().mapToInt(Integer::intValue).toArray();
    Vector[] vectors = new Vector[columns.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Vectors.create(env.exprs().physical(types.get(i)), 1);
    }
    out = new Batch(vectors);
  }

  /** The tuples as a batch, valid until the next call or until {@code tuples} is refilled. */
  Batch decode(TupleBatch tuples) {
    out.reset();
    int n = tuples.count();
    for (Vector v : out.columns) {
      v.ensureCapacity(n);
    }
    byte[] data = tuples.data();
    for (int i = 0; i < n; i++) {
      int at = tuples.offset(i);
      decoder.set(data, at);
      for (int c = 0; c < columns.length; c++) {
        int column = columns[c];
        if (column > 0) {
          decoder.get(column - 1, out.columns[c], i);
        } else {
          system(column, out.columns[c], i, data, at, tuples.tid(i));
        }
      }
    }
    out.count = n;
    return out;
  }

  private void system(int column, Vector to, int row, byte[] data, int at, long tid) {
    switch (column) {
      case 0 -> to.set(row, wholeRow());
      case -1 -> to.set(row, tidValue(tid));
      case -2 -> ((LongVector) to).setLong(row, TupleHeader.xmin(data, at) & 0xffffffffL);
      case -4 -> ((LongVector) to).setLong(row, TupleHeader.xmax(data, at) & 0xffffffffL);
      case -3, -5 -> ((LongVector) to).setLong(row, TupleHeader.cid(data, at) & 0xffffffffL);
      case -6 -> ((LongVector) to).setLong(row, Integer.toUnsignedLong(relation.oid()));
      default -> throw new IllegalStateException("no such column: number=" + column);
    }
  }

  private RowValue wholeRow() {
    List<Object> values = new java.util.ArrayList<>();
    List<Integer> types = new java.util.ArrayList<>();
    for (var column : relation.columns()) {
      if (!column.dropped()) {
        values.add(decoder.get(column.number() - 1));
        types.add(column.type());
      }
    }
    return new RowValue(
        relation.rowType(), values.toArray(), types.stream().mapToInt(Integer::intValue).toArray());
  }

  static Tid tidValue(long tid) {
    return new Tid((int) (tid >>> 16), (int) (tid & 0xffff));
  }

  static long packed(Object value) {
    Tid tid = (Tid) value;
    return Integer.toUnsignedLong(tid.block()) << 16 | tid.position();
  }
}
