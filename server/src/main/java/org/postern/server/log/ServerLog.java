package org.postern.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.postern.server.launch.ProcessKind;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.slf4j.LoggerFactory;

/**
 * This process's server log. Reports go through logback, so that libraries that log through slf4j
 * end up in the same place and format.
 */
public final class ServerLog {
  private static final String LOGGER_NAME = "postern";

  /** Without a placeholder, so that logback does not format the report itself. */
  private static final String MESSAGE = "report";

  private final LoggerContext context;
  private final Logger logger;
  private final LogSession session;
  private volatile LogSettings settings;

  private ServerLog(LoggerContext context, LogSession session, LogSettings settings) {
    this.context = context;
    this.session = session;
    this.settings = settings;
    this.logger = context.getLogger(LOGGER_NAME);
  }

  /** Takes over logging of this process; {@code kind} is null in the postmaster. */
  public static ServerLog start(ProcessKind kind, LogSettings settings) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    LogSession session = new LogSession(kind, System.currentTimeMillis() * 1000);
    ServerLog log = new ServerLog(context, session, settings);
    log.configure(settings);
    return log;
  }

  /** Changes format and threshold, after a reload. */
  public void configure(LogSettings newSettings) {
    settings = newSettings;
    ReportEncoder encoder = new ReportEncoder(newSettings, session);
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.WARN);
    logger.setLevel(Level.TRACE);
    root.addAppender(appender);
  }

  /** The session that line prefixes speak of. */
  public LogSession session() {
    return session;
  }

  public boolean isLoggable(Severity severity) {
    return LogLevel.of(severity).compareTo(settings.threshold()) >= 0;
  }

  /** A message of severity LOG. */
  public void log(String message) {
    report(LogReport.message(LogLevel.LOG, message));
  }

  public void log(Severity severity, String message) {
    report(LogReport.message(LogLevel.of(severity), message));
  }

  /** An error with its fields; {@code statement} is null when none is at fault. */
  public void error(SqlException e, String statement) {
    report(LogReport.of(LogLevel.of(e.severity()), e, statement));
  }

  /** The same at another severity: a bad configuration is FATAL at start and LOG at reload. */
  public void error(Severity severity, SqlException e) {
    report(LogReport.of(LogLevel.of(severity), e, null));
  }

  /** Anything thrown; what is not an SqlException is a bug and is logged with its stack. */
  public void failure(Severity severity, Throwable e) {
    if (e instanceof SqlException sql) {
      error(severity, sql);
      return;
    }
    LogLevel level = LogLevel.of(severity);
    String state = SqlState.INTERNAL_ERROR.code();
    report(new LogReport(level, state, e.toString(), null, null, null, null, e));
  }

  private void report(LogReport report) {
    if (report.level().compareTo(settings.threshold()) < 0) {
      return;
    }
    switch (report.level()) {
      case DEBUG5, DEBUG4, DEBUG3, DEBUG2, DEBUG1 -> logger.debug(MESSAGE, report);
      case INFO, NOTICE, LOG -> logger.info(MESSAGE, report);
      case WARNING -> logger.warn(MESSAGE, report);
      case ERROR, FATAL, PANIC -> logger.error(MESSAGE, report);
    }
  }
}
