package org.postern.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.storage.error.SqlState;

/**
 * Turns logging events into lines of PostgreSQL's log. A {@link LogReport} comes as the event's
 * only argument; events of libraries have none and are written by their level.
 */
final class ReportEncoder extends EncoderBase<ILoggingEvent> {
  private final LogSettings settings;
  private final LogSession session;
  private final LinePrefix prefix;
  private final AtomicLong lines = new AtomicLong();

  ReportEncoder(LogSettings settings, LogSession session) {
    this.settings = settings;
    this.session = session;
    this.prefix = new LinePrefix(settings.linePrefix(), settings.zone());
  }

  @Override
  public byte[] headerBytes() {
    return null;
  }

  @Override
  public byte[] footerBytes() {
    return null;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return format(report(event), event.getInstant()).getBytes(StandardCharsets.UTF_8);
  }

  private static LogReport report(ILoggingEvent event) {
    Object[] arguments = event.getArgumentArray();
    if (arguments != null && arguments.length == 1 && arguments[0] instanceof LogReport report) {
      return report;
    }
    LogLevel level =
        switch (event.getLevel().toInt()) {
          case Level.ERROR_INT -> LogLevel.ERROR;
          case Level.WARN_INT -> LogLevel.WARNING;
          case Level.INFO_INT -> LogLevel.LOG;
          default -> LogLevel.DEBUG1;
        };
    String state =
        level == LogLevel.ERROR
            ? SqlState.INTERNAL_ERROR.code()
            : SqlState.SUCCESSFUL_COMPLETION.code();
    IThrowableProxy proxy = event.getThrowableProxy();
    Throwable cause = proxy instanceof ThrowableProxy p ? p.getThrowable() : null;
    return new LogReport(level, state, event.getFormattedMessage(), null, null, null, null, cause);
  }

  /** All lines of a report; the fields follow in PostgreSQL's order. */
  String format(LogReport report, Instant when) {
    StringBuilder out = new StringBuilder(160);
    String label = label(report.level());
    String message = report.message();
    if (settings.verbose()) {
      message = report.sqlState() + ": " + message;
    }
    line(out, report, when, label, message);
    if (!settings.terse()) {
      line(out, report, when, "DETAIL", report.detail());
      line(out, report, when, "HINT", report.hint());
      line(out, report, when, "CONTEXT", report.context());
      line(out, report, when, "STATEMENT", report.statement());
    }
    if (report.cause() != null) {
      StringWriter trace = new StringWriter();
      report.cause().printStackTrace(new PrintWriter(trace));
      line(out, report, when, "BACKTRACE", trace.toString().strip());
    }
    return out.toString();
  }

  private static String label(LogLevel level) {
    return level.compareTo(LogLevel.DEBUG1) <= 0 ? "DEBUG" : level.name();
  }

  private void line(StringBuilder out, LogReport report, Instant when, String label, String text) {
    if (text == null) {
      return;
    }
    prefix.append(out, session, when, report.sqlState(), lines.incrementAndGet());
    out.append(label).append(":  ").append(text.replace("\n", "\n\t")).append('\n');
  }
}
