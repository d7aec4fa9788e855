package org.postern.storage.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.PoolRedoBuffers;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.CapturedRecord;
import org.postern.storage.walapi.RmgrId;

class DatabaseFilesTest {
  private static final int TARGET = 777;

  @TempDir private Path directory;
  private StorageFixture fixture;
  private TestProcess process;
  private DatabaseFiles databases;
  private RelFileLocator source;
  private RelFileLocator copied;

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(directory);
    process = fixture.process();
    databases = new DatabaseFiles(process.pool(), fixture.wal(), (immediate, wait) -> {});
    source = fixture.createRelation();
    copied = new RelFileLocator(source.spcOid(), TARGET, source.relNumber());
    write("first");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** A page with one item, only in the buffer pool. */
  private void write(String text) {
    byte[] item = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int buffer = process.pool().extend(source, Fork.MAIN);
    try (PageEdit edit = process.edits().begin(RmgrId.GENERIC, 1)) {
      edit.add(buffer, BlockFlags.WILL_INIT);
      SlottedPage.init(process.pool().memory(), process.pool().page(buffer), 0);
      SlottedPage.addItem(
          process.pool().memory(), process.pool().page(buffer), item, 0, item.length);
      edit.log();
    }
    process.pool().unlockUnpin(buffer);
  }

  private String read(RelFileLocator locator, long block) {
    int buffer = process.pool().read(locator, Fork.MAIN, block);
    long item = SlottedPage.item(process.pool().memory(), process.pool().page(buffer), 1);
    byte[] bytes = new byte[5];
    java.lang.foreign.MemorySegment.copy(
        process.pool().memory(), java.lang.foreign.ValueLayout.JAVA_BYTE, item, bytes, 0, 5);
    process.pool().unpin(buffer);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  private CapturedRecord lastRecord() {
    return fixture.wal().last();
  }

  @Test
  void shouldCopyPagesThatWereOnlyInBuffersWhenDatabaseIsCopied() {
    databases.copy(RelFileLocator.DEFAULT_TABLESPACE, StorageFixture.DATABASE, TARGET);
    assertThat(read(copied, 0)).isEqualTo("first");
    assertThat(read(source, 0)).isEqualTo("first");
  }

  @Test
  void shouldRemoveDirectoryAndBuffersWhenDatabaseIsDropped() {
    databases.copy(RelFileLocator.DEFAULT_TABLESPACE, StorageFixture.DATABASE, TARGET);
    read(copied, 0);
    databases.drop(RelFileLocator.DEFAULT_TABLESPACE, TARGET);
    assertThat(directory.resolve("base/" + TARGET)).doesNotExist();
    assertThat(process.smgr().exists(copied, Fork.MAIN)).isFalse();
    assertThat(read(source, 0)).isEqualTo("first");
  }

  @Test
  void shouldRepeatCopyAndDropWhenLogIsReplayed() throws IOException {
    databases.copy(RelFileLocator.DEFAULT_TABLESPACE, StorageFixture.DATABASE, TARGET);
    CapturedRecord copy = lastRecord();
    Path target = directory.resolve("base/" + TARGET);
    try (var names = Files.list(target)) {
      for (Path file : names.toList()) {
        Files.delete(file);
      }
    }
    process.smgr().closeAll();

    DatabaseRedo redo = new DatabaseRedo(process.pool());
    new PoolRedoBuffers(process.pool()).redo(copy, redo);
    assertThat(read(copied, 0)).isEqualTo("first");
    assertThat(redo.describe(copy)).isEqualTo("COPY tablespace 1663 source 5 target 777");

    databases.drop(RelFileLocator.DEFAULT_TABLESPACE, TARGET);
    Files.createDirectories(target);
    Files.writeString(target.resolve("1"), "x");
    new PoolRedoBuffers(process.pool()).redo(lastRecord(), redo);
    assertThat(target).doesNotExist();
  }
}
