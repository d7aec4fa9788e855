package org.postern.executor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;

class CopyTest {
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

  @BeforeEach
  void makeTable() {
    client.run(
        "create table ct(a int primary key, b text not null, c int default 7 check (c < 100),"
            + " d varchar(3))");
  }

  @AfterEach
  void dropTable() {
    client.run("drop table ct");
  }

  private static CopyStatement parse(String sql) {
    return (CopyStatement) client.session().parse(sql).getFirst().statement();
  }

  /** Copies lines of tab-separated fields; the number of rows, or the error. */
  private static String copy(String sql, String... lines) {
    client.session().block().startStatement();
    try {
      long rows = feed(sql, lines);
      client.session().block().finishStatement(false);
      return "COPY " + rows;
    } catch (SqlException e) {
      client.session().failed();
      return e.state().code()
          + ": "
          + e.getMessage()
          + (e.detail() == null ? "" : "\nDETAIL:  " + e.detail())
          + (e.where() == null ? "" : "\nCONTEXT:  " + e.where());
    }
  }

  private static long feed(String sql, String... lines) {
    CopyFrom copy = new CopyFrom(client.environment(), parse(sql));
    long number = 0;
    for (String line : lines) {
      String[] words = line.split("\t", -1);
      Slice[] fields = new Slice[words.length];
      for (int i = 0; i < words.length; i++) {
        fields[i] = words[i].equals("\\N") ? null : Slice.utf8(words[i]);
      }
      copy.textRow(fields, ++number, line);
    }
    return copy.finish();
  }

  @Test
  void shouldStoreRowsWhenAllIsWell() {
    String[] lines = new String[3000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i + "\trow " + i;
    }
    assertThat(copy("copy ct(a,b) from stdin", lines)).isEqualTo("COPY 3000");
    assertThat(client.run("select count(*), min(a), max(a), sum(c) from ct"))
        .isEqualTo("3000|0|2999|21000");
    assertThat(client.run("select b from ct where a = 1234")).isEqualTo("row 1234");
  }

  @Test
  void shouldSayWhereWhenARowIsWrong() {
    assertThat(copy("copy ct(a,b) from stdin", "1\tx", "z\ty"))
        .isEqualTo(
            "22P02: invalid input syntax for type integer: \"z\"\n"
                + "CONTEXT:  COPY ct, line 2, column a: \"z\"");
    assertThat(copy("copy ct(a,b) from stdin", "1\tx", "2\t\\N", "z\tx"))
        .isEqualTo(
            "23502: null value in column \"b\" of relation \"ct\" violates not-null constraint\n"
                + "DETAIL:  Failing row contains (2, null, 7, null).\n"
                + "CONTEXT:  COPY ct, line 2: \"2\t\\N\"");
    assertThat(copy("copy ct(a,b) from stdin", "1\tx", "1\ty"))
        .isEqualTo(
            "23505: duplicate key value violates unique constraint \"ct_pkey\"\n"
                + "DETAIL:  Key (a)=(1) already exists.\n"
                + "CONTEXT:  COPY ct, line 2");
    assertThat(copy("copy ct(a,b) from stdin", "1"))
        .isEqualTo("22P04: missing data for column \"b\"\nCONTEXT:  COPY ct, line 1: \"1\"");
    assertThat(copy("copy ct(a,b) from stdin", "1\t2\t3"))
        .isEqualTo(
            "22P04: extra data after last expected column\n"
                + "CONTEXT:  COPY ct, line 1: \"1\t2\t3\"");
    assertThat(copy("copy ct(a,b,c) from stdin", "1\t2\t300"))
        .isEqualTo(
            "23514: new row for relation \"ct\" violates check constraint \"ct_c_check\"\n"
                + "DETAIL:  Failing row contains (1, 2, 300, null).\n"
                + "CONTEXT:  COPY ct, line 1: \"1\t2\t300\"");
    assertThat(copy("copy ct(a,b,d) from stdin", "1\t2\tabcd"))
        .isEqualTo(
            "22001: value too long for type character varying(3)\n"
                + "CONTEXT:  COPY ct, line 1, column d: \"abcd\"");
    assertThat(copy("copy ct(a,zz) from stdin"))
        .isEqualTo("42703: column \"zz\" of relation \"ct\" does not exist");
    assertThat(copy("copy ct(a,a) from stdin"))
        .isEqualTo("42701: column \"a\" specified more than once");
    assertThat(client.run("select count(*) from ct")).isEqualTo("0");
  }

  @Test
  void shouldFreezeOnlyWhenTableIsNewInTransaction() {
    assertThat(copy("copy ct(a,b) from stdin with (freeze)", "1\tx"))
        .isEqualTo(
            "55000: cannot perform COPY FREEZE because the table was not created or truncated in"
                + " the current subtransaction");
    client.run("begin");
    client.run("truncate ct");
    assertThat(feed("copy ct(a,b) from stdin with (freeze on)", "1\tx", "2\ty")).isEqualTo(2);
    client.run("commit");
    assertThat(client.run("select a, b from ct order by a")).isEqualTo("1|x\n2|y");
  }

  @Test
  void shouldSkipRowsWhenWhereIsFalse() {
    assertThat(copy("copy ct(a,b) from stdin where a > 1", "1\tx", "2\ty")).isEqualTo("COPY 1");
    assertThat(client.run("select a, b from ct")).isEqualTo("2|y");
  }

  @Test
  void shouldGiveRowsWhenCopyingOut() {
    client.run("insert into ct values (1, 'x', 7, null), (2, 'y', null, 'zz')");
    assertThat(out("copy ct to stdout")).isEqualTo("1,x,7,null\n2,y,null,zz");
    assertThat(out("copy ct(d, a) to stdout")).isEqualTo("null,1\nzz,2");
    assertThat(out("copy (select b, a + 1 from ct order by a desc) to stdout"))
        .isEqualTo("y,3\nx,2");
  }

  private static String out(String sql) {
    client.session().block().startStatement();
    StringJoiner lines = new StringJoiner("\n");
    try (CopyTo copy = new CopyTo(client.environment(), parse(sql), false)) {
      for (Slice[] row = copy.next(); row != null; row = copy.next()) {
        StringJoiner line = new StringJoiner(",");
        for (Slice field : row) {
          line.add(String.valueOf(field));
        }
        lines.add(line.toString());
      }
    }
    client.session().block().finishStatement(false);
    return lines.toString();
  }
}
