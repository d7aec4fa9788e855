package org.postern.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.postern.server.launch.ProcessKind;

class LinePrefixTest {
  private static final Instant WHEN = Instant.parse("2026-11-23T17:37:09.046Z");
  private final long pid = ProcessHandle.current().pid();
  private final LogSession session = new LogSession(ProcessKind.BACKEND, 1_795_455_429_000_000L);

  private String prefix(String template, String zone) {
    StringBuilder out = new StringBuilder();
    new LinePrefix(template, ZoneId.of(zone)).append(out, session, WHEN, "00000", 7);
    return out.toString();
  }

  @Test
  void shouldWriteTimesInLogTimezone() {
    assertThat(prefix("%m [%p] ", "Etc/UTC"))
        .isEqualTo("2026-11-23 17:37:09.046 UTC [" + pid + "] ");
    assertThat(prefix("%t|%n", "Europe/Berlin"))
        .isEqualTo("2026-11-23 18:37:09 CET|1795455429.046");
  }

  @Test
  void shouldLeaveOutSessionEscapesOutsideSessions() {
    assertThat(prefix("%b %q%u@%d ", "Z")).isEqualTo("client backend ");
  }

  @Test
  void shouldFillInSession() {
    session.connected("10.0.0.1", 4711, 1_795_455_429_000_000L);
    session.authenticated("bob", "shop");
    assertThat(prefix("%q%u@%d %a %r %h %e %l %%", "Z"))
        .isEqualTo("bob@shop [unknown] 10.0.0.1(4711) 10.0.0.1 00000 7 %");
    assertThat(prefix("%-6u|%6d|", "Z")).isEqualTo("bob   |  shop|");
  }
}
