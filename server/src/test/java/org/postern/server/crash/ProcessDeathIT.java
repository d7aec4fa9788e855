package org.postern.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.Programs;

/** One process is killed; the sessions of the others go on as if nothing had happened. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessDeathIT {
  private PosternServer server;

  @BeforeAll
  void start() throws Exception {
    server = PosternServer.start("shared_buffers=4MB", "postern.min_spare_backends=2");
    try (Connection c = server.connect("postgres")) {
      Sql.run(c, "CREATE TABLE t (id int PRIMARY KEY, n int)");
      Sql.run(c, "INSERT INTO t SELECT g, 0 FROM generate_series(1, 100) g");
    }
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  private CompletableFuture<Long> timed(Connection c, String command) {
    long begun = System.nanoTime();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Sql.run(c, command);
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        // A thread each: these wait for one another.
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private void assertNobodyElseNoticed() throws IOException {
    assertThat(server.log()).doesNotContain("reinitializing").doesNotContain("PANIC");
  }

  private void awaitWaiters(Connection c, int count) {
    Programs.await(
        count + " waiting sessions",
        () -> {
          try {
            String waiting =
                Sql.ask(c, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
            return Integer.parseInt(waiting) == count;
          } catch (SQLException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void shouldGiveBackTheLocksOfADeadBackendWithinASecond() throws Exception {
    try (Connection dead = server.connect("postgres");
        Connection row = server.connect("postgres");
        Connection whole = server.connect("postgres");
        Connection other = server.connect("postgres")) {
      dead.setAutoCommit(false);
      Sql.run(dead, "UPDATE t SET n = 77 WHERE id = 1", "SELECT pg_advisory_lock(5)");
      CompletableFuture<Long> first = timed(row, "UPDATE t SET n = n + 1 WHERE id = 1");
      CompletableFuture<Long> second = timed(whole, "SELECT pg_advisory_lock(5)");
      awaitWaiters(other, 2);
      long killed = System.nanoTime();
      Programs.kill(Sql.pid(dead));
      first.get(60, TimeUnit.SECONDS);
      second.get(60, TimeUnit.SECONDS);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
      assertThat(Sql.ask(other, "SELECT n FROM t WHERE id = 1")).isEqualTo("1");
      Sql.run(other, "UPDATE t SET n = 0 WHERE id = 1");
      // Generous, since other work may keep this machine busy; measured by the crash test.
      assertThat(millis).isLessThan(5000);
    }
    assertNobodyElseNoticed();
  }

  @Test
  void shouldBuryBackendsThatDieTogether() throws Exception {
    try (Connection other = server.connect("postgres")) {
      for (int round = 0; round < 3; round++) {
        List<Connection> dead = new ArrayList<>();
        List<String> command = new ArrayList<>(List.of("kill", "-9"));
        for (int i = 0; i < 3; i++) {
          Connection c = server.connect("postgres");
          dead.add(c);
          command.add(Long.toString(Sql.pid(c)));
          c.setAutoCommit(false);
          Sql.run(c, "UPDATE t SET n = 88 WHERE id = " + (10 + i));
        }
        Programs.run(Map.of(), command.toArray(String[]::new)).orFail();
        CompletableFuture<Long> update =
            timed(other, "UPDATE t SET n = n + 1 WHERE id BETWEEN 10 AND 12");
        update.get(60, TimeUnit.SECONDS);
        for (Connection c : dead) {
          assertThat(Sql.failure(c, "SELECT 1")).startsWith("08");
          c.close();
        }
      }
      assertThat(Sql.ask(other, "SELECT sum(n) FROM t WHERE id BETWEEN 10 AND 12")).isEqualTo("9");
    }
    assertNobodyElseNoticed();
  }

  @Test
  void shouldReplaceServicesThatDie() throws Exception {
    try (Connection c = server.connect("postgres")) {
      Sql.run(c, "CREATE TABLE s (n int)");
      int rows = 0;
      for (String service : List.of("checkpointer", "background writer", "walwriter", "reaper")) {
        long pid = server.child(service);
        assertThat(pid).as(service).isNotZero();
        Programs.kill(pid);
        for (int i = 0; i < 20; i++) {
          Sql.run(c, "INSERT INTO s VALUES (1)");
          rows++;
        }
        awaitOther(service, pid);
        Sql.run(c, "CHECKPOINT");
      }
      assertThat(Sql.ask(c, "SELECT count(*) FROM s")).isEqualTo(Integer.toString(rows));
    }
    assertNobodyElseNoticed();
  }

  private void awaitOther(String service, long pid) {
    Programs.await(
        "another " + service,
        () -> {
          try {
            long now = server.child(service);
            return now != 0 && now != pid;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void shouldFinishACheckpointThatItsProcessDiedIn() throws Exception {
    try (Connection c = server.connect("postgres")) {
      long pid = server.child("checkpointer");
      Programs.run(Map.of(), "kill", "-STOP", Long.toString(pid)).orFail();
      CompletableFuture<Long> checkpoint = timed(c, "CHECKPOINT");
      TimeUnit.MILLISECONDS.sleep(300);
      assertThat(checkpoint.isDone()).isFalse();
      Programs.kill(pid);
      checkpoint.get(60, TimeUnit.SECONDS);
    }
    assertNobodyElseNoticed();
  }

  @Test
  void shouldBuryTheDeadWhenTheReaperDiedToo() throws Exception {
    try (Connection dead = server.connect("postgres");
        Connection other = server.connect("postgres")) {
      dead.setAutoCommit(false);
      Sql.run(dead, "UPDATE t SET n = 99 WHERE id = 50");
      long reaper = server.child("reaper");
      Programs.run(Map.of(), "kill", "-STOP", Long.toString(reaper)).orFail();
      Programs.kill(Sql.pid(dead));
      CompletableFuture<Long> update = timed(other, "UPDATE t SET n = n + 1 WHERE id = 50");
      TimeUnit.MILLISECONDS.sleep(300);
      assertThat(update.isDone()).isFalse();
      Programs.kill(reaper);
      update.get(60, TimeUnit.SECONDS);
      assertThat(Sql.ask(other, "SELECT n FROM t WHERE id = 50")).isEqualTo("1");
    }
    assertNobodyElseNoticed();
  }

  /** As PostgreSQL: a start whose recovery fails is given up; the next one begins anew. */
  @Test
  void shouldEndTheServerWhenRecoveryDies() throws Exception {
    try (PosternServer own = PosternServer.start("shared_buffers=4MB")) {
      try (Connection c = own.connect("postgres")) {
        Sql.run(c, "CREATE TABLE r AS SELECT g FROM generate_series(1, 20000) g");
      }
      own.killAll();
      own.startUntil("startup");
      long startup = own.child("startup");
      if (startup != 0) {
        Programs.kill(startup);
        assertThat(own.awaitExit()).isEqualTo(1);
        assertThat(own.log()).contains("aborting startup due to startup process failure");
        own.start();
      } else {
        Programs.await("start", own::isReady);
      }
      try (Connection c = own.connect("postgres")) {
        assertThat(Sql.ask(c, "SELECT count(*) FROM r")).isEqualTo("20000");
      }
    }
  }
}
