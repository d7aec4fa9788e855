package org.postern.executor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentCommandsTest {
  @TempDir private static Path directory;
  private static SqlWorld world;
  private static SqlWorld.Client first;
  private static SqlWorld.Client second;

  @BeforeAll
  static void start() {
    world = new SqlWorld(directory);
    first = world.connect();
    second = world.connect();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void shouldSeeTableOfOtherSessionOnlyWhenCommitted() {
    first.run("begin");
    first.run("create table late(a int primary key)");
    assertThat(second.show("select * from late"))
        .isEqualTo("ERROR:  42P01: relation \"late\" does not exist");
    first.run("commit");
    assertThat(second.run("insert into late values (1)")).isEqualTo("INSERT 0 1");
    first.run("alter table late add column b int default 5");
    assertThat(second.run("select * from late")).isEqualTo("1|5");
    second.run("create index late_b on late(b)");
    assertThat(first.run("insert into late values (2, 9)")).isEqualTo("INSERT 0 1");
    assertThat(second.run("select a from late where b = 9")).isEqualTo("2");
    first.run("truncate late");
    assertThat(second.run("select count(*) from late")).isEqualTo("0");
    second.run("drop table late");
    assertThat(first.show("select * from late"))
        .isEqualTo("ERROR:  42P01: relation \"late\" does not exist");
  }

  @Test
  void shouldKeepReferencedRowWhenOtherSessionRefersToIt() throws Exception {
    first.run("create table parent(a int primary key)");
    first.run("create table child(a int references parent)");
    first.run("insert into parent values (1), (2)");
    first.run("begin");
    first.run("insert into child values (1)");
    try (ExecutorService executor = Executors.newFixedThreadPool(1)) {
      Future<String> deletion =
          executor.submit(() -> second.show("delete from parent where a = 1"));
      Thread.sleep(200);
      assertThat(deletion.isDone()).isFalse();
      first.run("commit");
      assertThat(deletion.get())
          .startsWith(
              "ERROR:  23503: update or delete on table \"parent\" violates foreign key"
                  + " constraint \"child_a_fkey\" on table \"child\"");
    }
    assertThat(second.run("delete from parent where a = 2")).isEqualTo("DELETE 1");
    first.run("drop table child, parent");
  }

  @Test
  void shouldHideTemporaryTablesWhenAnotherSessionLooks() {
    first.run("create temp table own(a int)");
    assertThat(second.show("select * from own"))
        .isEqualTo("ERROR:  42P01: relation \"own\" does not exist");
    second.run("create temp table own(b text)");
    second.run("insert into own values ('x')");
    assertThat(first.run("select count(*) from own")).isEqualTo("0");
    SqlWorld.Client third = world.connect();
    third.run("create temp table gone(a int primary key)");
    third.session().close();
    assertThat(first.run("select count(*) from pg_class where relname = 'gone'")).isEqualTo("0");
    first.run("drop table own");
    second.run("drop table own");
  }

  @Test
  void shouldNeverGiveAValueTwiceWhenSessionsShareASequence() throws Exception {
    first.run("create sequence shared_s cache 3");
    Set<String> seen = ConcurrentHashMap.newKeySet();
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      List<Future<?>> running = new ArrayList<>();
      for (SqlWorld.Client client : List.of(first, second)) {
        running.add(
            executor.submit(() -> {
              for (int i = 0; i < 200; i++) {
                assertThat(seen.add(client.run("select nextval('shared_s')"))).isTrue();
              }
            }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
    assertThat(seen).hasSize(400);
    first.run("drop sequence shared_s");
  }
}
