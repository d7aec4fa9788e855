package org.postern.server.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.session.Portal;
import org.postern.executor.session.Prepared;
import org.postern.executor.session.Session;
import org.postern.executor.session.TransactionBlock;
import org.postern.executor.session.guc.GucVariable;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.protocol.flow.ExtendedQueryFlow;
import org.postern.protocol.frame.Frame;
import org.postern.protocol.frame.FrameDecoder;
import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.message.BackendWriter;
import org.postern.protocol.message.FieldDescription;
import org.postern.protocol.message.FrontendMessage;
import org.postern.protocol.message.FrontendMessageDecoder;
import org.postern.protocol.message.ParameterValues;
import org.postern.protocol.message.TransactionStatus;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The commands of a session: simple queries, the extended protocol with its named statements and
 * portals, COPY, and how each ends.
 *
 * <p>Rows are pulled from the portal as long as the channel takes them. When it does not, the loop
 * stops in the middle of the result and goes on when the channel is writable again.
 */
final class CommandLoop {
  private static final int FLUSH_BYTES = 1 << 16;

  private final BackendEngine engine;
  private final Session session;
  private final Channel channel;
  private final FrameDecoder decoder;
  private final BackendWriter writer;
  private final SessionMonitor monitor;
  private final ExtendedQueryFlow flow = new ExtendedQueryFlow();
  private final Map<String, OpenPortal> portals = new HashMap<>();
  private Execution running;
  private CopyIn copyIn;
  private boolean paused;
  private boolean ended;
  private boolean damaged;

  /** A portal with the formats its rows are sent in; a COPY has none. */
  private record OpenPortal(Portal portal, int[] formats, Prepared statement) {
    boolean isCopy() {
      return statement.raw() != null && statement.raw().statement() instanceof CopyStatement;
    }
  }

  /** Rows being sent. */
  private static final class Execution {
    final Portal portal;
    final RowWriter rows;
    final long limit;
    final Runnable finish;
    final Runnable then;
    org.postern.executor.vector.Batch batch;
    int index;
    long given;

    /**
     * {@code finish} ends the statement, which makes it durable, before the client is told that it
     * is done; {@code then} goes on after that.
     */
    Execution(Portal portal, RowWriter rows, long limit, Runnable finish, Runnable then) {
      this.portal = portal;
      this.rows = rows;
      this.limit = limit;
      this.finish = finish;
      this.then = then;
    }
  }

  CommandLoop(
      BackendEngine engine,
      Session session,
      Channel channel,
      FrameDecoder decoder,
      BackendWriter writer) {
    this.engine = engine;
    this.session = session;
    this.channel = channel;
    this.decoder = decoder;
    this.writer = writer;
    this.monitor = new SessionMonitor(engine, session);
  }

  boolean ended() {
    return ended;
  }

  /** Whether an error of the virtual machine went through here: nobody knows what it cut off. */
  boolean damaged() {
    return damaged;
  }

  /** Whether the loop waits for the channel and takes no message. */
  boolean paused() {
    return paused;
  }

  Frame nextFrame() {
    return decoder.next();
  }

  /** Writes ReadyForQuery for the first time. */
  void ready() {
    writer.readyForQuery(TransactionStatus.IDLE);
    monitor.idle(TransactionStatus.IDLE);
  }

  void notice(Severity severity, SqlException report) {
    writer.noticeResponse(Reports.of(severity, report));
  }

  /** An interrupt came while the session waited for its client. */
  void interruptedWhileIdle() {
    boolean inStatement = paused || copyIn != null;
    if (!inStatement || engine.services().interrupts().endsSession()) {
      try {
        engine.services().interrupts().check();
      } catch (SqlException e) {
        if (e.severity() == Severity.FATAL) {
          throw e;
        }
        // A cancel with nothing to cancel.
      }
    }
  }

  void resume() {
    paused = false;
    monitor.clientIsSlow(false);
    guarded(() -> run(running));
  }

  void handle(Frame frame) {
    switch (flow.accept(frame.type())) {
      case SKIP -> {
        // Dropped unread.
      }
      case CLOSE -> ended = true;
      case FLUSH -> send();
      case SYNC -> guarded(this::sync);
      case RUN, RUN_THEN_READY -> guarded(() -> command(FrontendMessageDecoder.decode(frame)));
      case COPY -> guarded(() -> copyMessage(FrontendMessageDecoder.decode(frame)));
    }
  }

  private void command(FrontendMessage message) {
    monitor.awake();
    switch (message) {
      case FrontendMessage.Query q -> query(q.sql());
      case FrontendMessage.Parse p -> parse(p);
      case FrontendMessage.Bind b -> bind(b);
      case FrontendMessage.Describe d -> describe(d);
      case FrontendMessage.Execute e -> execute(e);
      case FrontendMessage.Close c -> {
        switch (c.target()) {
          case STATEMENT -> session.closePrepared(c.name());
          case PORTAL -> closePortal(c.name());
        }
        writer.closeComplete();
      }
      case FrontendMessage.FunctionCall f ->
          throw SqlException.notSupported("the function call message");
      case FrontendMessage.Sync s -> throw new IllegalStateException("flow handles Sync");
      case FrontendMessage.Flush f -> throw new IllegalStateException("flow handles Flush");
      case FrontendMessage.Terminate t -> throw new IllegalStateException("flow ends");
      case FrontendMessage.CopyData c -> throw outOfPlace();
      case FrontendMessage.CopyDone c -> throw outOfPlace();
      case FrontendMessage.CopyFail c -> throw outOfPlace();
      case FrontendMessage.Password p -> throw outOfPlace();
      case FrontendMessage.SaslInitialResponse s -> throw outOfPlace();
      case FrontendMessage.SaslResponse s -> throw outOfPlace();
    }
  }

  private static IllegalStateException outOfPlace() {
    return new IllegalStateException("message out of place");
  }

  /** Runs a step; whatever it throws ends the statement, or the session where it is FATAL. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      failed(e);
    }
    if (flow.readyOwed() && running == null && copyIn == null && !ended) {
      finishReady();
    }
  }

  private void failed(Throwable failure) {
    SqlException e = Reports.sqlException(failure);
    if (e.severity() == Severity.PANIC) {
      // Conversation tells the client and the postmaster.
      throw e;
    }
    if (e.severity() == Severity.FATAL) {
      throw e;
    }
    damaged |= failure instanceof Error;
    monitor.failed(e, failure);
    writer.abandon();
    running = null;
    if (copyIn != null) {
      copyIn = null;
      flow.copyInEnded(decoder);
    }
    try {
      session.failed();
    } catch (Throwable again) {
      again.addSuppressed(failure);
      throw SqlException.fatal(SqlState.INTERNAL_ERROR, "could not abort the transaction")
          .withCause(again);
    }
    if (session.block().state() == TransactionBlock.State.IDLE) {
      portals.clear();
    } else {
      portals.remove("");
    }
    writer.errorResponse(Reports.of(e));
    flow.failed();
  }

  private void finishReady() {
    for (GucVariable variable : session.settings().takeUnreported()) {
      writer.parameterStatus(variable.definition().name(), variable.text());
    }
    TransactionStatus status =
        switch (session.block().status()) {
          case 'T' -> TransactionStatus.IN_TRANSACTION;
          case 'E' -> TransactionStatus.FAILED;
          default -> TransactionStatus.IDLE;
        };
    writer.readyForQuery(status);
    flow.readySent();
    monitor.idle(status);
  }

  /** The implicit transaction of an extended-query group ends at Sync. */
  private void sync() {
    endImplicit();
  }

  private void endImplicit() {
    if (session.block().state() == TransactionBlock.State.STARTED) {
      closeAllPortals();
      session.block().finishStatement(false);
    }
  }

  private void closeAllPortals() {
    for (OpenPortal open : portals.values()) {
      if (open.portal() != null) {
        open.portal().close();
      }
    }
    portals.clear();
  }

  private void closePortal(String name) {
    OpenPortal open = portals.remove(name);
    if (open != null && open.portal() != null) {
      open.portal().close();
    }
  }

  private void query(String sql) {
    begin(sql, StatementTitles.PARSE);
    closePortal("");
    session.closePrepared("");
    List<RawStatement> statements = session.parse(sql);
    if (statements.isEmpty()) {
      writer.emptyQueryResponse();
      return;
    }
    nextStatement(sql, statements.iterator());
  }

  private void begin(String sql, byte[] what) {
    engine.services().interrupts().check();
    monitor.query(sql, what);
  }

  /** Runs the statements of a simple query one after the other. */
  private void nextStatement(String sql, Iterator<RawStatement> statements) {
    if (!statements.hasNext()) {
      endImplicit();
      return;
    }
    RawStatement raw = statements.next();
    monitor.statement(raw);
    session.checkAllowed(raw.statement());
    session.block().startStatement();
    if (raw.statement() instanceof CopyStatement copy) {
      startCopy(
          copy,
          rows -> {
            session.block().finishStatement(statements.hasNext());
            monitor.statementEnded();
            writer.commandComplete("COPY " + rows);
            nextStatement(sql, statements);
          });
      return;
    }
    Portal portal = session.open(session.simple(sql, raw), new Object[0]);
    int[] formats = portal.binary() ? new int[] {1} : new int[0];
    if (portal.returnsRows()) {
      writer.rowDescription(fields(portal.columns(), formats));
    }
    running =
        new Execution(
            portal,
            rowWriter(portal, formats),
            0,
            () -> session.block().finishStatement(statements.hasNext()),
            () -> nextStatement(sql, statements));
    run(running);
  }

  private RowWriter rowWriter(Portal portal, int[] formats) {
    return new RowWriter(portal.columns(), formats, session.database().catalog(), session.types());
  }

  /** Sends rows until the portal is done, its limit is reached or the channel is full. */
  private void run(Execution execution) {
    while (true) {
      if (execution.limit > 0 && execution.given >= execution.limit) {
        running = null;
        writer.portalSuspended();
        return;
      }
      if (execution.batch == null || execution.index >= execution.batch.size()) {
        execution.batch = execution.portal.next();
        execution.index = 0;
        if (execution.batch == null) {
          complete(execution);
          return;
        }
        if (!execution.portal.returnsRows()) {
          execution.batch = null;
          continue;
        }
      }
      int row = execution.batch.row(execution.index++);
      execution.rows.write(writer, execution.batch, row);
      execution.given++;
      if (writer.buffer().readableBytes() >= FLUSH_BYTES) {
        send();
        if (!channel.isWritable()) {
          paused = true;
          monitor.clientIsSlow(true);
          return;
        }
      }
    }
  }

  private void complete(Execution execution) {
    running = null;
    String tag = execution.portal.tag(execution.given);
    execution.portal.close();
    execution.finish.run();
    monitor.statementEnded();
    writer.commandComplete(tag);
    execution.then.run();
  }

  /** Gives what was written to the channel. */
  void send() {
    ByteBuf out = writer.buffer();
    if (out.isReadable() && !writer.open()) {
      channel.writeAndFlush(
          channel.alloc().buffer(out.readableBytes()).writeBytes(out), channel.voidPromise());
      out.clear();
    } else {
      channel.flush();
    }
  }

  private List<FieldDescription> fields(
      List<PlannedStatement.OutputColumn> columns, int[] formats) {
    List<FieldDescription> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      PlannedStatement.OutputColumn c = columns.get(i);
      // A client is told the type below a domain.
      TypeEntry entry = session.database().catalog().type(c.type());
      int typmod = c.typmod();
      while (entry.kind() == 'd') {
        typmod = entry.typmod();
        entry = session.database().catalog().type(entry.baseType());
      }
      TypeInfo type = entry.info();
      fields.add(
          new FieldDescription(
              c.name(),
              c.originTable(),
              c.originColumn(),
              entry.oid(),
              type.length(),
              typmod,
              RowWriter.format(formats, i)));
    }
    return fields;
  }

  private void parse(FrontendMessage.Parse message) {
    begin(message.sql(), StatementTitles.PARSE);
    session.block().startStatement();
    if (message.statement().isEmpty()) {
      session.closePrepared("");
    }
    session.prepare(message.statement(), message.sql(), message.parameterTypes());
    writer.parseComplete();
  }

  private void bind(FrontendMessage.Bind message) {
    Prepared statement = session.prepared(message.statement());
    if (statement.raw() != null) {
      session.checkAllowed(statement.raw().statement());
    }
    begin(statement.text(), StatementTitles.BIND);
    session.block().startStatement();
    if (!message.portal().isEmpty() && portals.containsKey(message.portal())) {
      throw SqlException.error(
          SqlState.DUPLICATE_CURSOR, "cursor \"%s\" already exists", message.portal());
    }
    closePortal(message.portal());
    ParameterValues values = message.parameters();
    List<Integer> types = statement.paramTypes();
    if (values.count() != types.size()) {
      throw SqlException.error(
          SqlState.PROTOCOL_VIOLATION,
          "bind message supplies %d parameters, but prepared statement \"%s\" requires %d",
          values.count(),
          message.statement(),
          types.size());
    }
    Object[] params = new Object[types.size()];
    for (int i = 0; i < params.length; i++) {
      params[i] = parameter(values, i, types.get(i));
    }
    boolean copy = statement.raw() != null && statement.raw().statement() instanceof CopyStatement;
    Portal portal = statement.raw() == null || copy ? null : session.open(statement, params);
    int columns = portal == null ? 0 : portal.columns().size();
    int formats = message.resultFormats().length;
    if (formats > 1 && formats != columns) {
      throw SqlException.error(
          SqlState.PROTOCOL_VIOLATION,
          "bind message has %d result formats but query has %d columns",
          formats,
          columns);
    }
    portals.put(message.portal(), new OpenPortal(portal, message.resultFormats(), statement));
    writer.bindComplete();
  }

  private Object parameter(ParameterValues values, int index, int type) {
    if (values.isNull(index)) {
      return null;
    }
    TypeInfo info = session.database().catalog().type(type).info();
    Slice bytes = Slice.of(values.copy(index));
    return values.format(index) == 1
        ? info.io().receive(bytes, -1, session.types())
        : info.io().input(bytes, -1, session.types());
  }

  private void describe(FrontendMessage.Describe message) {
    switch (message.target()) {
      case STATEMENT -> {
        Prepared statement = session.prepared(message.name());
        session.block().startStatement();
        writer.parameterDescription(statement.paramTypes());
        List<PlannedStatement.OutputColumn> columns = session.describe(statement);
        if (columns.isEmpty()) {
          writer.noData();
        } else {
          writer.rowDescription(fields(columns, new int[0]));
        }
      }
      case PORTAL -> {
        OpenPortal open = portal(message.name());
        if (open.portal() == null || !open.portal().returnsRows()) {
          writer.noData();
        } else {
          writer.rowDescription(fields(open.portal().columns(), open.formats()));
        }
      }
    }
  }

  private OpenPortal portal(String name) {
    OpenPortal open = portals.get(name);
    if (open == null) {
      throw SqlException.error(SqlState.INVALID_CURSOR_NAME, "portal \"%s\" does not exist", name);
    }
    return open;
  }

  private final Map<Portal, Execution> suspended = new HashMap<>();

  private void execute(FrontendMessage.Execute message) {
    OpenPortal open = portal(message.portal());
    Prepared source = open.statement();
    engine.services().interrupts().check();
    if (source.raw() != null) {
      monitor.query(source.text(), StatementTitles.of(source.raw().statement()));
      monitor.statement(source.raw());
    }
    if (open.isCopy()) {
      session.block().startStatement();
      startCopy(
          (CopyStatement) source.raw().statement(),
          rows -> {
            session.block().finishStatement(true);
            monitor.statementEnded();
            writer.commandComplete("COPY " + rows);
          });
      return;
    }
    if (open.portal() == null) {
      writer.emptyQueryResponse();
      return;
    }
    session.block().startStatement();
    Execution before = suspended.remove(open.portal());
    Execution execution =
        new Execution(
            open.portal(),
            rowWriter(open.portal(), open.formats()),
            message.maxRows(),
            () -> {
              session.block().finishStatement(true);
              if (session.block().state() == TransactionBlock.State.IDLE) {
                portals.clear();
              }
            },
            () -> {});
    if (before != null) {
      execution.batch = before.batch;
      execution.index = before.index;
    }
    if (message.maxRows() > 0) {
      suspended.put(open.portal(), execution);
    }
    running = execution;
    run(execution);
  }

  private void startCopy(CopyStatement copy, CopyEnd end) {
    CopyCommands.checkSupported(copy);
    CopyCommands commands = new CopyCommands(session.utility().environment(), writer);
    if (copy.file() != null) {
      CopyCommands.checkFileAllowed(copy, () -> session.identity().superuser());
      if (copy.from()) {
        CopyFiles.read(copy.file(), commands.from(copy, end::copied));
      } else {
        end.copied(commands.toFile(copy));
      }
    } else if (copy.from()) {
      copyIn = commands.from(copy, end::copied);
      flow.copyInStarted(decoder);
      send();
    } else {
      end.copied(commands.to(copy, this::send));
    }
  }

  /** What follows a COPY. */
  @FunctionalInterface
  private interface CopyEnd {
    void copied(long rows);
  }

  private void copyMessage(FrontendMessage message) {
    engine.services().interrupts().check();
    switch (message) {
      case FrontendMessage.CopyData d -> copyIn.data(d.data());
      case FrontendMessage.CopyDone d -> {
        CopyIn done = copyIn;
        copyIn = null;
        flow.copyInEnded(decoder);
        done.finish();
      }
      case FrontendMessage.CopyFail f -> throw ExtendedQueryFlow.copyFailed(f.reason());
      default -> throw ProtocolException.violation("unexpected message during COPY from stdin");
    }
  }
}
