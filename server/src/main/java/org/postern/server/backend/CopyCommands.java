package org.postern.server.backend;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.postern.executor.command.CommandEnvironment;
import org.postern.executor.command.CopyFrom;
import org.postern.executor.command.CopyTo;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.types.Slice;
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
  private static final int FLUSH_BYTES = 1 << 16;

  private final CommandEnvironment environment;
  private final BackendWriter writer;

  CopyCommands(CommandEnvironment environment, BackendWriter writer) {
    this.environment = environment;
    this.writer = writer;
  }

  static void checkSupported(CopyStatement copy) {
    if (copy.program()) {
      throw SqlException.notSupported("COPY with PROGRAM");
    }
  }

  /** Only superusers and members of a role made for it may use the server's files. */
  static void checkFileAllowed(CopyStatement copy, BooleanSupplier superuser) {
    if (!superuser.getAsBoolean()) {
      String role = copy.from() ? "pg_read_server_files" : "pg_write_server_files";
      throw SqlException.error(
              org.postern.storage.error.SqlState.INSUFFICIENT_PRIVILEGE,
              "must be superuser or have privileges of the %s role to COPY %s a file",
              role,
              copy.from() ? "from" : "to")
          .withHint(
              "Anyone can COPY to stdout or from stdin. psql's \\copy command also works for"
                  + " anyone.");
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
  CopyIn from(CopyStatement copy, LongConsumer done) {
    CopyFormatOptions options = options(copy);
    CopyFrom target = new CopyFrom(environment, copy);
    boolean binary = options.format() == CopyFormat.BINARY;
    CopyReader reader = CopyReader.of(options, target.columnNames());
    if (copy.file() == null) {
      writer.copyInResponse(binary ? 1 : 0, target.width());
    }
    return new Input(target, reader, copy.relation().name(), binary, done);
  }

  private record Input(
      CopyFrom target, CopyReader reader, String relation, boolean binary, LongConsumer done)
      implements CopyIn {
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
          Slice[] fields = new Slice[row.count()];
          for (int i = 0; i < fields.length; i++) {
            fields[i] = row.isNull(i) ? null : Slice.of(row.copy(i));
          }
          if (binary) {
            target.binaryRow(fields, reader.lineNumber());
          } else {
            target.textRow(fields, reader.lineNumber(), null);
          }
        }
      } catch (ProtocolException e) {
        throw Reports.sqlException(e).withWhere(reader.where(relation));
      }
    }
  }

  /** Runs COPY TO STDOUT to its end; returns the number of rows. */
  long to(CopyStatement copy, Runnable flush) {
    CopyFormatOptions options = options(copy);
    boolean binary = options.format() == CopyFormat.BINARY;
    ByteBuf piece = writer.buffer().alloc().buffer();
    try (CopyTo source = new CopyTo(environment, copy, binary)) {
      CopyWriter rows = CopyWriter.of(options, source.columnNames());
      writer.copyOutResponse(binary ? 1 : 0, source.columnNames().size());
      if (rows.begin(piece)) {
        send(piece);
      }
      long count = 0;
      for (Slice[] fields = source.next(); fields != null; fields = source.next()) {
        row(rows, fields, piece);
        send(piece);
        count++;
        if (writer.buffer().readableBytes() > FLUSH_BYTES) {
          flush.run();
        }
      }
      if (rows.end(piece)) {
        send(piece);
      }
      writer.copyDone();
      return count;
    } finally {
      piece.release();
    }
  }

  /** Runs COPY TO a file to its end; returns the number of rows. */
  long toFile(CopyStatement copy) {
    CopyFormatOptions options = options(copy);
    boolean binary = options.format() == CopyFormat.BINARY;
    ByteBuf piece = writer.buffer().alloc().buffer();
    try (CopyTo source = new CopyTo(environment, copy, binary);
        OutputStream out = CopyFiles.create(copy.file())) {
      CopyWriter rows = CopyWriter.of(options, source.columnNames());
      rows.begin(piece);
      long count = 0;
      for (Slice[] fields = source.next(); fields != null; fields = source.next()) {
        row(rows, fields, piece);
        count++;
        if (piece.readableBytes() > FLUSH_BYTES) {
          CopyFiles.write(out, piece);
        }
      }
      rows.end(piece);
      CopyFiles.write(out, piece);
      return count;
    } catch (IOException e) {
      throw SqlException.error(
          org.postern.storage.error.SqlState.IO_ERROR,
          "could not close file \"%s\": %s",
          copy.file(),
          e.getMessage());
    } finally {
      piece.release();
    }
  }

  private static void row(CopyWriter rows, Slice[] fields, ByteBuf piece) {
    rows.beginRow(piece);
    for (Slice field : fields) {
      if (field == null) {
        rows.writeNull(piece);
      } else {
        rows.write(piece, field.base(), field.offset(), field.length());
      }
    }
    rows.endRow(piece);
  }

  private void send(ByteBuf piece) {
    writer.copyData(piece);
    piece.clear();
  }
}
