package org.postern.executor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateTableTest {
  @TempDir private static Path directory;
  private static SqlWorld world;
  private static SqlWorld.Client client;

  @BeforeAll
  static void start() {
    world = new SqlWorld(directory);
    client = world.connect();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void shouldStoreRowsWhenTableWasCreated() {
    assertThat(
            client.run(
                "create table t(a int primary key, b text default 'x', c serial,"
                    + " d varchar(10) not null check (d<>''), constraint u unique(b,c))"
                    + " with (fillfactor=70)"))
        .isEqualTo("CREATE TABLE");
    assertThat(client.run("insert into t(a, d) values (1, 'one'), (2, 'two')"))
        .isEqualTo("INSERT 0 2");
    assertThat(client.run("select * from t order by a")).isEqualTo("1|x|1|one\n2|x|2|two");
    assertThat(client.error("insert into t(a, d) values (1, 'y')"))
        .isEqualTo(
            "23505 duplicate key value violates unique constraint \"t_pkey\"\n"
                + "DETAIL:  Key (a)=(1) already exists.");
    assertThat(client.error("insert into t(a, d) values (5, '')"))
        .isEqualTo(
            "23514 new row for relation \"t\" violates check constraint \"t_d_check\"\n"
                + "DETAIL:  Failing row contains (5, x, 4, ).");
    assertThat(
            client.run(
                "select relname, relkind, relnatts, relchecks, relhasindex, reloptions,"
                    + " reltoastrelid <> 0 from pg_class where relname in"
                    + " ('t', 't_pkey', 'u', 't_c_seq') order by relname"))
        .isEqualTo(
            "t|r|4|1|t|{fillfactor=70}|t\n"
                + "t_c_seq|S|3|0|f||f\nt_pkey|i|1|0|f||f\nu|i|2|0|f||f");
  }
}
