package org.postern.executor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeDatabaseTest {
  @TempDir private Path directory;

  @Test
  void shouldCleanSystemCatalogsWhenVacuumNamesNoTable() {
    try (SqlWorld world = new SqlWorld(directory)) {
      SqlWorld.Client client = world.connect();
      for (int i = 0; i < 5; i++) {
        client.run("create table v" + i + "(a int primary key, b text)");
        client.run("drop table v" + i);
      }
      String before =
          client.run("select count(*) from pg_attribute, pg_class where attrelid = 1247");
      assertThat(client.show("vacuum")).isEqualTo("VACUUM");
      assertThat(client.show("vacuum freeze analyze")).isEqualTo("VACUUM");
      assertThat(client.show("analyze")).isEqualTo("ANALYZE");
      assertThat(client.run("select count(*) from pg_attribute, pg_class where attrelid = 1247"))
          .isEqualTo(before);
      assertThat(client.run("select reltuples > 300 from pg_class where oid = 1259"))
          .isEqualTo("t");
      client.run("create table after(a int primary key)");
      assertThat(client.run("insert into after values (1)")).isEqualTo("INSERT 0 1");
      SqlWorld.Client other = world.connect();
      assertThat(other.run("select * from after")).isEqualTo("1");
    }
  }
}
