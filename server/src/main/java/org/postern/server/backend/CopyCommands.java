package org.postern.server.backend;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.session.CopyTarget;
import org.postern.executor.session.Portal;
import org.postern.executor.session.Session;
import org.postern.executor.session.TypeNaming;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.executor.types.Slice;
import org.postern.executor.vector.Batch;
import org.postern.protocol.copy.CopyFormat;
import org.postern.protocol.copy.CopyFormatOptions;
import org.postern.protocol.copy.CopyOptionsBuilder;
import org.postern.protocol.copy.CopyReader;
import org.postern.protocol.copy.CopyRow;
import org.postern.protocol.copy.CopyWriter;
import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.message.BackendWriter;
import org.postern.storage.error.SqlException;

/** COPY between the client and a table or query: joins the wire's formats with the executor. */
final class CopyCommands {
  private final Session session;
  private final BackendWriter writer;

  CopyCommands(Session session, BackendWriter writer) {
    this.session = session;
    this.writer = writer;
  }

  static void checkSupported(CopyStatement copy) {
    if (copy.program()) {
      throw SqlException.notSupported("COPY with PROGRAM");
    }
    if (copy.file() != null) {
      throw SqlException.notSupported("COPY with a file of the server");
    }
  }

  private static CopyFormatOptions options(CopyStatement copy) {
    CopyOptionsBuilder builder = new CopyOptionsBuilder();
    for (Option option : copy.options()) {
      String text = option.value() == null ? null : option.value().asText();
      switch (option.name()) {
        case "format" -> builder.format(text);
        case "delimiter" -> builder.delimiter(text);
        case "null" -> builder.nullString(text);
        case "header" -> builder.header(text);
        case "quote" -> builder.quote(text);
        case "escape" -> builder.escape(text);
        case "force_quote" -> {
          if (option.value() instanceof OptionValue.Star) {
            builder.forceQuoteAll();
          } else {
            builder.forceQuote(names(option.value()));
          }
        }
        case "force_not_null" -> builder.forceNotNull(names(option.value()));
        case "force_null" -> builder.forceNull(names(option.value()));
        case "freeze" -> {
          // Rows are judged by their transaction either way; freezing them early is a saving.
        }
        case "encoding" -> {
          if (!text.equalsIgnoreCase("utf8") && !text.equalsIgnoreCase("utf-8")) {
            throw SqlException.notSupported("COPY in encoding " + text);
          }
        }
        default ->
            throw SqlException.error(
                org.postern.storage.error.SqlState.SYNTAX_ERROR,
                "option \"%s\" not recognized",
                option.name());
      }
    }
    return builder.build(copy.from());
  }

  private static List<String> names(OptionValue value) {
    List<String> names = new ArrayList<>();
    if (value instanceof OptionValue.Many many) {
      for (OptionValue v : many.values()) {
        names.add(v.asText());
      }
    }
    return names;
  }

  /** Starts COPY FROM STDIN: writes CopyInResponse. {@code done} gets the row count. */
  CopyIn from(CopyStatement copy, java.util.function.LongConsumer done) {
    CopyFormatOptions options = options(copy);
    CopyTarget target = new CopyTarget(session, copy);
    List<String> columns = target.columnNames();
    boolean binary = options.format() == CopyFormat.BINARY;
    CopyReader reader = CopyReader.of(options, columns);
    writer.copyInResponse(binary ? 1 : 0, columns.size());
    return new Input(target, reader, binary, done);
  }

  private static final class Input implements CopyIn {
    private final CopyTarget target;
    private final CopyReader reader;
    private final boolean binary;
    private final java.util.function.LongConsumer done;
    private int converting = -1;

    Input(
        CopyTarget target,
        CopyReader reader,
        boolean binary,
        java.util.function.LongConsumer done) {
      this.target = target;
      this.reader = reader;
      this.binary = binary;
      this.done = done;
    }

    @Override
    public void data(ByteBuf bytes) {
      reader.offer(bytes);
      rows();
    }

    @Override
    public void finish() {
      reader.endOfInput();
      rows();
      done.accept(target.finish());
    }

    private void rows() {
      try {
        for (CopyRow row = reader.next(); row != null; row = reader.next()) {
          target.add(new Fields(row), binary, column -> converting = column);
        }
      } catch (SqlException e) {
        throw e.where() == null
            ? e.withWhere(
                converting >= 0
                    ? reader.where(target.relationName(), converting)
                    : reader.where(target.relationName()))
            : e;
      } catch (ProtocolException e) {
        throw Reports.sqlException(e).withWhere(reader.where(target.relationName()));
      }
    }
  }

  private record Fields(CopyRow row) implements CopyTarget.Fields {
    @Override
    public int count() {
      return row.count();
    }

    @Override
    public boolean isNull(int column) {
      return row.isNull(column);
    }

    @Override
    public Slice value(int column) {
      return Slice.of(row.data(), row.offset(column), row.length(column));
    }
  }

  /** Runs COPY TO STDOUT to its end; returns the number of rows. */
  long to(CopyStatement copy, String text, Runnable flush) {
    CopyFormatOptions options = options(copy);
    Portal portal = source(copy, text);
    List<String> names = new ArrayList<>();
    for (PlannedStatement.OutputColumn c : portal.columns()) {
      names.add(c.name());
    }
    boolean binary = options.format() == CopyFormat.BINARY;
    CopyWriter rows = CopyWriter.of(options, names);
    FieldWriter fields =
        new FieldWriter(
            portal.columns(), binary, session.database().catalog(), session.types());
    writer.copyOutResponse(binary ? 1 : 0, names.size());
    ByteBuf piece = writer.buffer().alloc().buffer();
    try {
      if (rows.begin(piece)) {
        send(piece);
      }
      long count = 0;
      for (Batch batch = portal.next(); batch != null; batch = portal.next()) {
        for (int i = 0; i < batch.size(); i++) {
          rows.beginRow(piece);
          fields.write(rows, piece, batch, batch.row(i));
          rows.endRow(piece);
          send(piece);
          count++;
        }
        flush.run();
      }
      if (rows.end(piece)) {
        send(piece);
      }
      writer.copyDone();
      portal.close();
      return count;
    } finally {
      piece.release();
    }
  }

  private void send(ByteBuf piece) {
    writer.copyData(piece);
    piece.clear();
  }

  /** The rows of COPY TO as a query. */
  private Portal source(CopyStatement copy, String text) {
    if (copy.query() != null) {
      return session.open(
          session.simple(text, new RawStatement(copy.query(), 0, 0)), new Object[0]);
    }
    StringBuilder sql = new StringBuilder("SELECT ");
    if (copy.columns().isEmpty()) {
      sql.append('*');
    } else {
      for (int i = 0; i < copy.columns().size(); i++) {
        sql.append(i == 0 ? "" : ", ").append(TypeNaming.quote(copy.columns().get(i)));
      }
    }
    sql.append(" FROM ");
    if (copy.relation().schema() != null) {
      sql.append(TypeNaming.quote(copy.relation().schema())).append('.');
    }
    sql.append(TypeNaming.quote(copy.relation().name()));
    String select = sql.toString();
    return session.open(
        session.simple(select, session.parse(select).getFirst()), new Object[0]);
  }
}
