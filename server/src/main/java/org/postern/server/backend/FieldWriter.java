package org.postern.server.backend;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.vector.Batch;
import org.postern.protocol.copy.CopyWriter;

/** Writes the values of a row into a COPY. */
final class FieldWriter {
  private final TypeInfo[] types;
  private final boolean binary;
  private final TypeContext context;
  private final ByteSink sink = new ByteSink();

  FieldWriter(
      List<PlannedStatement.OutputColumn> columns,
      boolean binary,
      Catalog catalog,
      TypeContext context) {
    this.binary = binary;
    this.context = context;
    types = new TypeInfo[columns.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = catalog.type(columns.get(i).type()).info();
    }
  }

  void write(CopyWriter out, ByteBuf piece, Batch batch, int row) {
    for (int i = 0; i < types.length; i++) {
      Object value = batch.columns[i].get(row);
      if (value == null) {
        out.writeNull(piece);
        continue;
      }
      sink.reset();
      if (binary) {
        types[i].io().send(value, sink, context);
      } else {
        types[i].io().output(value, sink, context);
      }
      out.write(piece, sink.array(), 0, sink.length());
    }
  }
}
