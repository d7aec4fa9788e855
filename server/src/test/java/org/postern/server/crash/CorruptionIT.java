package org.postern.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.Programs;
import org.postern.storage.page.PageChecksum;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;

/** Damage done to files while the server is down is found by the checks, and worded as it is. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorruptionIT {
  private PosternServer server;
  private int number;
  private String table;

  @BeforeAll
  void start() throws IOException {
    server = PosternServer.start("shared_buffers=4MB");
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void fill() throws SQLException {
    table = "t" + ++number;
    try (Connection c = server.connect("postgres")) {
      Sql.run(
          c,
          "CREATE TABLE %s (id int PRIMARY KEY, note text)".formatted(table),
          "INSERT INTO %s SELECT g, 'note ' || g FROM generate_series(1, 2000) g".formatted(table));
    }
  }

  /** Shuts down, changes a block of a relation, gives it a right checksum if asked, starts. */
  private void damage(String relation, int block, boolean honest, Consumer<MemorySegment> change)
      throws IOException, SQLException {
    Path file;
    try (Connection c = server.connect("postgres")) {
      file =
          server
              .dataDirectory()
              .resolve(Sql.ask(c, "SELECT pg_relation_filepath('" + relation + "')"));
    }
    server.stop();
    byte[] bytes = Files.readAllBytes(file);
    MemorySegment page =
        MemorySegment.ofArray(bytes)
            .asSlice((long) block * PageLayout.PAGE_SIZE, PageLayout.PAGE_SIZE);
    change.accept(page);
    if (honest) {
      PageChecksum.set(page, 0, block);
    }
    Files.write(file, bytes);
    if (!honest) {
      Programs.Outcome check =
          server.program(
              "pg_checksums",
              "-D",
              server.dataDirectory().toString(),
              "-f",
              file.getFileName().toString());
      assertThat(check.status()).isEqualTo(1);
      assertThat(check.output())
          .contains("checksum verification failed in file \"" + file + "\", block " + block)
          .contains("Bad checksums:  1");
    }
    server.start();
  }

  private static void setPointer(MemorySegment page, int item, int word) {
    page.set(
        java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED,
        PageLayout.HEADER_SIZE + (item - 1) * 4L,
        word);
  }

  @Test
  void shouldFindNothingInASoundTable() throws Exception {
    try (Connection c = server.connect("postgres")) {
      Sql.run(c, "UPDATE %s SET note = note || '!' WHERE id %% 3 = 0".formatted(table));
      Sql.run(c, "DELETE FROM %s WHERE id %% 7 = 0".formatted(table));
      Sql.run(c, "SELECT bt_index_check('%s_pkey', true)".formatted(table));
      Sql.run(c, "SELECT bt_index_parent_check('%s_pkey', true, true)".formatted(table));
      assertThat(Sql.ask(c, "SELECT msg FROM verify_heapam('" + table + "')")).isNull();
      Sql.run(c, "VACUUM " + table);
      Sql.run(c, "SELECT bt_index_parent_check('%s_pkey', true, true)".formatted(table));
      assertThat(Sql.ask(c, "SELECT msg FROM verify_heapam('" + table + "')")).isNull();
    }
    String file;
    try (Connection c = server.connect("postgres")) {
      file = Sql.ask(c, "SELECT pg_relation_filenode('" + table + "_pkey')");
    }
    server.stop();
    Programs.Outcome check =
        server.program("pg_checksums", "-D", server.dataDirectory().toString(), "-f", file);
    assertThat(check.orFail()).contains("Bad checksums:  0").doesNotContain("scanned:   0");
    server.start();
  }

  @Test
  void shouldRefuseAPageWhoseChecksumIsWrong() throws Exception {
    damage(
        table, 0, false, page -> page.set(java.lang.foreign.ValueLayout.JAVA_BYTE, 8000, (byte) 1));
    try (Connection c = server.connect("postgres")) {
      String path = Sql.ask(c, "SELECT pg_relation_filepath('" + table + "')");
      assertThat(Sql.failure(c, "SELECT count(*) FROM " + table))
          .isEqualTo("XX001 invalid page in block 0 of relation " + path);
      // Nobody else is disturbed.
      assertThat(Sql.ask(c, "SELECT 1")).isEqualTo("1");
      assertThat(Sql.ask(c, "SELECT msg FROM verify_heapam('" + table + "')"))
          .isEqualTo("invalid page in block 0 of relation " + path);
    }
  }

  @Test
  void shouldFindAnIndexEntryOutOfOrder() throws Exception {
    damage(
        table + "_pkey",
        1,
        true,
        page -> {
          int one = PageLayout.linePointer(page, 0, 5);
          setPointer(page, 5, PageLayout.linePointer(page, 0, 6));
          setPointer(page, 6, one);
        });
    try (Connection c = server.connect("postgres")) {
      assertThat(Sql.failure(c, "SELECT bt_index_check('" + table + "_pkey')"))
          .isEqualTo("XX002 item order invariant violated for index \"" + table + "_pkey\"");
      assertThat(Sql.ask(c, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void shouldFindARowWithoutIndexEntry() throws Exception {
    damage(
        table + "_pkey",
        1,
        true,
        page -> {
          int pointer = PageLayout.linePointer(page, 0, 7);
          setPointer(page, 7, pointer & ~(3 << 15) | PageLayout.LP_DEAD << 15);
        });
    try (Connection c = server.connect("postgres")) {
      assertThat(Sql.failure(c, "SELECT bt_index_check('" + table + "_pkey')")).isEqualTo("none");
      assertThat(Sql.failure(c, "SELECT bt_index_check('" + table + "_pkey', true)"))
          .matches(
              "XX001 heap tuple \\(0,\\d+\\) from table \"%s\" lacks matching index tuple within"
                      .formatted(table)
                  + " index \"%s_pkey\" \\| Retrying verification using the function"
                      .formatted(table)
                  + " bt_index_parent_check\\(\\) might provide a more specific error\\.");
    }
  }

  @Test
  void shouldFindATupleOfTheFuture() throws Exception {
    damage(
        table,
        0,
        true,
        page -> {
          long tuple = SlottedPage.item(page, 0, 3);
          page.set(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, tuple, 1_000_000_000_000L);
        });
    try (Connection c = server.connect("postgres")) {
      assertThat(
              Sql.ask(
                  c,
                  "SELECT blkno || ' ' || offnum || ' ' || msg FROM verify_heapam('%s')"
                      .formatted(table)))
          .startsWith("0 3 xmin 1000000000000 equals or exceeds next valid transaction ID");
    }
  }
}
