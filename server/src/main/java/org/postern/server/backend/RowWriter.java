package org.postern.server.backend;

import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.BytesVector;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.ObjectVector;
import org.postern.executor.vector.Vector;
import org.postern.protocol.message.BackendWriter;

/** Writes rows as DataRow messages in the formats the client asked for. */
final class RowWriter {
  private final TypeInfo[] types;
  private final boolean[] binary;
  private final boolean[] plainText;
  private final TypeContext context;
  private final ByteSink sink = new ByteSink();

  /** {@code formats}: none for all text, one for all columns, or one for each. */
  RowWriter(
      List<PlannedStatement.OutputColumn> columns,
      int[] formats,
      Catalog catalog,
      TypeContext context) {
    this.context = context;
    types = new TypeInfo[columns.size()];
    binary = new boolean[types.length];
    plainText = new boolean[types.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = catalog.type(columns.get(i).type()).info();
      binary[i] = format(formats, i) == 1;
      plainText[i] =
          switch (types[i].oid()) {
            case TypeOid.TEXT, TypeOid.VARCHAR, TypeOid.BPCHAR, TypeOid.NAME -> true;
            default -> false;
          };
    }
  }

  static int format(int[] formats, int column) {
    return switch (formats.length) {
      case 0 -> 0;
      case 1 -> formats[0];
      default -> formats[column];
    };
  }

  void write(BackendWriter out, Batch batch, int row) {
    out.beginRow(types.length);
    for (int i = 0; i < types.length; i++) {
      Vector vector = batch.columns[i];
      if (vector.isNull(row)) {
        out.writeNull();
        continue;
      }
      if (plainText[i] && vector instanceof BytesVector v) {
        out.writeColumn(v.base[row], v.offset[row], v.length[row]);
        continue;
      }
      sink.reset();
      value(i, vector, row);
      out.writeColumn(sink.array(), 0, sink.length());
    }
    out.endRow();
  }

  private void value(int column, Vector vector, int row) {
    var io = types[column].io();
    if (binary[column]) {
      switch (vector) {
        case LongVector v -> io.sendLong(v.values[row], sink, context);
        case DoubleVector v -> io.sendDouble(v.values[row], sink, context);
        case BytesVector v -> io.send(v.get(row), sink, context);
        case ObjectVector v -> io.send(v.values[row], sink, context);
      }
    } else {
      switch (vector) {
        case LongVector v -> io.outputLong(v.values[row], sink, context);
        case DoubleVector v -> io.outputDouble(v.values[row], sink, context);
        case BytesVector v -> io.output(v.get(row), sink, context);
        case ObjectVector v -> io.output(v.values[row], sink, context);
      }
    }
  }
}
