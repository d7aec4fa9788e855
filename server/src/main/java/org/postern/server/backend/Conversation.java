package org.postern.server.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.executor.session.DatabaseContext;
import org.postern.executor.session.Session;
import org.postern.executor.session.SessionIdentity;
import org.postern.executor.session.guc.GucContext;
import org.postern.executor.session.guc.GucSource;
import org.postern.executor.session.guc.GucState;
import org.postern.executor.session.guc.GucVariable;
import org.postern.protocol.auth.ScramServer;
import org.postern.protocol.auth.ScramVerifier;
import org.postern.protocol.frame.ConnectionPhase;
import org.postern.protocol.frame.Frame;
import org.postern.protocol.frame.FrameDecoder;
import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.message.BackendWriter;
import org.postern.protocol.message.FrontendMessage;
import org.postern.protocol.message.FrontendMessageDecoder;
import org.postern.protocol.startup.BackendOptions;
import org.postern.protocol.startup.StartupMachine;
import org.postern.protocol.startup.StartupParameters;
import org.postern.protocol.startup.StartupStep;
import org.postern.server.launch.ChildMain;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ProcessTitles;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.os.ProcessControl;

/**
 * A client's conversation from its first byte: startup packet, authentication, then commands, which
 * {@link CommandLoop} runs.
 */
public final class Conversation implements ClientSession {
  private final BackendEngine engine;
  private final Client client;
  private final FrameDecoder decoder;
  private final StartupMachine startup = new StartupMachine(false);
  private final BackendWriter writer;
  private StartupParameters parameters;
  private Login login;
  private Login.Demand demand;
  private ScramServer scram;
  private Session session;
  private final long connectedAt = SessionMonitor.now();
  private final List<SqlException> startupWarnings = new ArrayList<>();
  private CommandLoop commands;
  private boolean closed;
  private final ScheduledFuture<?> patience;

  public Conversation(BackendEngine engine, Client client) {
    this.engine = engine;
    this.client = client;
    this.decoder = new FrameDecoder(client.channel().alloc());
    this.writer = new BackendWriter(client.channel().alloc().buffer(8192));
    decoder.enter(ConnectionPhase.STARTUP);
    describeClient();
    engine.timers().onExpiry(this::wake);
    patience = scheduleAuthenticationTimeout();
  }

  private void wake() {
    client.loop().execute(this::interrupted);
  }

  /**
   * A client that does not log in is cut off without a word: it may not even speak the protocol.
   * Nothing runs on the session loop while it waits, so the loop's own timer does.
   */
  private ScheduledFuture<?> scheduleAuthenticationTimeout() {
    return client
        .loop()
        .schedule(
            this::authenticationTimedOut, engine.authenticationTimeoutSeconds(), TimeUnit.SECONDS);
  }

  private void authenticationTimedOut() {
    if (commands == null && !closed) {
      if (login != null) {
        engine
            .context()
            .log()
            .error(
                Severity.FATAL,
                SqlException.fatal(
                    SqlState.QUERY_CANCELED, "canceling authentication due to timeout"));
      }
      closeQuietly();
    }
  }

  /** Lets the log know the peer. */
  private void describeClient() {
    InetSocketAddress address = address();
    engine
        .context()
        .log()
        .session()
        .connected(
            address == null ? "[local]" : address.getAddress().getHostAddress(),
            address == null ? 0 : address.getPort(),
            System.currentTimeMillis() * 1000);
  }

  @Override
  public void feed(ByteBuf bytes) {
    if (closed) {
      return;
    }
    decoder.append(bytes);
    process();
  }

  private void process() {
    try {
      while (!closed && (commands == null || !commands.paused())) {
        Frame frame = commands == null ? decoder.next() : commands.nextFrame();
        if (frame == null) {
          break;
        }
        handle(frame);
      }
    } catch (Throwable e) {
      fatal(e);
    }
    flush();
  }

  private void handle(Frame frame) {
    switch (decoder.phase()) {
      case STARTUP -> startupPacket(frame);
      case PASSWORD -> {
        if (!login.passwordMatches(FrontendMessageDecoder.password(frame).password())) {
          throw login.failed();
        }
        admitted();
      }
      case SASL -> sasl(frame);
      case COMMAND, COPY_IN -> {
        commands.handle(frame);
        if (commands.ended()) {
          close();
        }
      }
    }
  }

  private void startupPacket(Frame frame) {
    switch (startup.accept(frame)) {
      case StartupStep.Answer answer -> {
        writer.buffer().writeByte(answer.reply());
        startup.answered(decoder.buffered());
        flush();
      }
      case StartupStep.Cancel cancel -> {
        engine
            .context()
            .control()
            .send(new ControlFrame.CancelRequest(cancel.processId(), cancel.secretKey()));
        closeQuietly();
      }
      case StartupStep.Accepted accepted -> {
        parameters = accepted.parameters();
        if (parameters.needsNegotiation()) {
          writer.negotiateProtocolVersion(
              org.postern.protocol.startup.ProtocolVersion.LATEST.word(),
              parameters.unknownProtocolOptions());
        }
        showAuthentication();
        login = new Login(engine, parameters, address());
        demand = login.begin();
        switch (demand) {
          case NOTHING -> admitted();
          case CLEARTEXT -> {
            decoder.enter(ConnectionPhase.PASSWORD);
            writer.authenticationCleartextPassword();
          }
          case SCRAM -> {
            decoder.enter(ConnectionPhase.SASL);
            writer.authenticationSasl(List.of(ScramVerifier.MECHANISM));
          }
        }
      }
    }
  }

  private InetSocketAddress address() {
    return client.channel().remoteAddress() instanceof InetSocketAddress a ? a : null;
  }

  /** An address without the zone that a link-local one may carry. */
  private static String numeric(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** The peer's name, asked of the resolver; empty when it has none. */
  private static String hostName(InetSocketAddress address) {
    if (address == null) {
      return "";
    }
    String name = address.getAddress().getHostName();
    return name.equals(address.getAddress().getHostAddress()) ? "" : name;
  }

  private void sasl(Frame frame) {
    ScramServer.Step step;
    if (scram == null) {
      scram = login.scram();
      FrontendMessage.SaslInitialResponse first = FrontendMessageDecoder.saslInitialResponse(frame);
      step = scram.begin(first.mechanism(), first.data());
    } else {
      step = scram.advance(FrontendMessageDecoder.saslResponse(frame).data());
    }
    switch (step) {
      case ScramServer.Step.Continue c -> writer.authenticationSaslContinue(c.data());
      case ScramServer.Step.Success s -> {
        writer.authenticationSaslFinal(s.data());
        admitted();
      }
      case ScramServer.Step.Failure f -> throw login.failed();
    }
  }

  private void admitted() {
    login.finish(client.handover().reservedOnly());
    DatabaseContext database = engine.database(login.databaseOid());
    GucState settings = engine.newSettings();
    InetSocketAddress address = address();
    InetSocketAddress local =
        client.channel().localAddress() instanceof InetSocketAddress a ? a : null;
    SessionIdentity identity =
        new SessionIdentity(
            login.roleOid(),
            parameters.user(),
            login.superuser(),
            parameters.database(),
            ProcessControl.pid(),
            address == null ? null : numeric(address),
            address == null ? -1 : address.getPort(),
            local == null ? null : numeric(local),
            local == null ? -1 : local.getPort());
    applyStartupSettings(settings);
    applyStoredSettings(settings);
    settings.setInternal("is_superuser", login.superuser() ? "on" : "off");
    settings.setInternal("session_authorization", parameters.user());
    session =
        new Session(engine.services(), database, settings, identity, this::notice, engine.code());
    engine.setup().prepare(session);
    describeProcess(identity, settings);
    writer.authenticationOk();
    for (GucVariable variable : settings.reported()) {
      writer.parameterStatus(variable.definition().name(), variable.text());
    }
    settings.takeUnreported();
    writer.backendKeyData(ProcessControl.pid(), client.handover().cancelKey());
    decoder.enter(ConnectionPhase.COMMAND);
    commands = new CommandLoop(engine, session, client.channel(), decoder, writer);
    patience.cancel(false);
    startupWarnings.forEach(warning -> notice(Severity.WARNING, warning));
    commands.ready();
  }

  private void applyStartupSettings(GucState settings) {
    List<StartupParameters.Setting> all = new ArrayList<>();
    if (parameters.options() != null) {
      for (StartupParameters.Setting s : BackendOptions.parse(parameters.options())) {
        all.add(s);
      }
    }
    all.addAll(parameters.settings());
    GucContext context = login.superuser() ? GucContext.SUPERUSER_BACKEND : GucContext.BACKEND;
    for (StartupParameters.Setting s : all) {
      try {
        settings.setDefault(s.name(), s.value(), context, GucSource.CLIENT);
      } catch (SqlException e) {
        throw SqlException.fatal(e.state(), "%s", e.getMessage());
      }
    }
  }

  /**
   * What ALTER ROLE and ALTER DATABASE have stored. The right to set it was checked then; a value
   * that is wrong by now is no reason to keep the client out.
   */
  private void applyStoredSettings(GucState settings) {
    for (LoginRights.Setting s : login.settings()) {
      try {
        settings.setDefault(s.name(), s.value(), GucContext.SUPERUSER, s.source());
      } catch (SqlException e) {
        startupWarnings.add(e);
      }
    }
  }

  private void showAuthentication() {
    InetSocketAddress address = address();
    String host =
        address == null
            ? "[local]"
            : address.getAddress().getHostAddress() + "(" + address.getPort() + ")";
    ProcessTitles title = engine.context().title();
    title.begin(parameters.user() + " " + parameters.database() + " " + host + " ");
    title.end(StatementTitles.AUTHENTICATION);
  }

  private void describeProcess(SessionIdentity identity, GucState settings) {
    engine
        .slot()
        .activity()
        .connected(
            "client backend",
            identity.user(),
            identity.database(),
            identity.clientAddress() == null ? "" : identity.clientAddress(),
            settings.bool("log_hostname") ? hostName(address()) : "",
            identity.clientPort(),
            connectedAt);
    engine.slot().activity().applicationName(settings.text("application_name"));
    engine.context().log().session().authenticated(identity.user(), identity.database());
    engine.context().log().session().application(settings.text("application_name"));
    engine.context().title().end(StatementTitles.IDLE);
  }

  private void notice(Severity severity, SqlException report) {
    if (commands != null) {
      commands.notice(severity, report);
    }
  }

  @Override
  public void writable() {
    if (commands != null && commands.paused()) {
      try {
        commands.resume();
      } catch (Throwable e) {
        fatal(e);
      }
      process();
    }
  }

  @Override
  public void interrupted() {
    if (closed) {
      return;
    }
    if (commands == null) {
      // A client that is still to log in is not worth waiting for.
      if (engine.services().interrupts().endsSession()) {
        closeQuietly();
      }
      return;
    }
    try {
      commands.interruptedWhileIdle();
    } catch (Throwable e) {
      fatal(e);
      flush();
    }
  }

  @Override
  public void reloaded() {
    if (session != null && !closed) {
      session.settings().apply(engine.serverSettings(), false);
      engine.markPendingRestart(session.settings());
      engine.configureLog(session.settings());
    }
  }

  /** Tells the client why it is sent away, and does. */
  private void fatal(Throwable failure) {
    writer.abandon();
    if (!(failure instanceof ProtocolException p
        && p.outcome() == ProtocolException.Outcome.DROP)) {
      SqlException e = Reports.sqlException(failure);
      if (e.severity() == Severity.PANIC) {
        panic(e);
      }
      if (e.state() == SqlState.INTERNAL_ERROR) {
        engine.context().log().failure(Severity.FATAL, failure);
      }
      engine.context().log().error(Severity.FATAL, e);
      writer.errorResponse(Reports.of(Severity.FATAL, e));
    }
    close();
  }

  private void panic(SqlException e) {
    writer.errorResponse(Reports.of(Severity.PANIC, e));
    flush();
    ChildMain.panic(engine.context().control(), engine.context().log(), e);
  }

  private void close() {
    if (!closed) {
      closed = true;
      flush();
      client.channel().close();
    }
  }

  private void closeQuietly() {
    closed = true;
    client.channel().close();
  }

  private void flush() {
    ByteBuf out = writer.buffer();
    if (!out.isReadable() || writer.open()) {
      return;
    }
    ByteBuf sent = client.channel().alloc().buffer(out.readableBytes()).writeBytes(out);
    out.clear();
    var written = client.channel().writeAndFlush(sent);
    if (closed) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public boolean recycle() {
    closed = true;
    patience.cancel(false);
    engine.timers().disarm();
    engine.timers().onExpiry(() -> {});
    engine.services().locks().waitListener(waiting -> {});
    if (session != null) {
      // If this fails, the process ends and the reaper gives back what the session held.
      session.close();
    }
    engine.slot().databaseOid(0);
    engine.slot().roleOid(0);
    engine.slot().waitEvent(0);
    engine.slot().activity().unconnected(BackendProcess.SPARE, engine.started());
    writer.buffer().release();
    decoder.close();
    engine.services().interrupts().take(-1);
    return commands == null || !commands.damaged();
  }
}
