package org.postern.storage.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.tuple.TupleBuilder;
import org.postern.storage.tuple.TupleReader;
import org.postern.storage.vacuum.VacuumOptions;

class ToasterTest {
  @TempDir Path directory;
  private HeapWorld world;
  private HeapSession a;
  private HeapSession b;

  @BeforeEach
  void open() {
    world = new HeapWorld(directory);
    a = world.session();
    b = world.session();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static String noise(int length) {
    Random random = new Random(length);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt(90)));
    }
    return text.toString();
  }

  private long toastBlocks() {
    return a.heap.blockCount(a.table.toast());
  }

  @Test
  void shouldKeepShortValuesInTheRow() {
    a.run(() -> a.insert(1, 1, noise(1900)));
    assertThat(toastBlocks()).isZero();
  }

  @Test
  void shouldCompressBeforeMovingOut() {
    a.begin();
    long tid = a.insert(1, 1, "compress me ".repeat(1000));
    assertThat(toastBlocks()).isZero();
    assertThat(a.noteAt(tid)).isEqualTo("compress me ".repeat(1000));
    a.commit();
  }

  @Test
  void shouldReadBackValuesOfManySizes() {
    int[] sizes = {2100, 3000, 3960, 3961, 8152, 20_000, 300_000};
    a.begin();
    for (int size : sizes) {
      String text = noise(size);
      long tid = a.insert(size, 1, text);
      assertThat(a.noteAt(tid)).isEqualTo(text);
    }
    a.commit();
    assertThat(toastBlocks()).isPositive();
    world.assertSound();
  }

  @Test
  void shouldReadAPartOfAValue() {
    String text = noise(50_000);
    a.begin();
    long tid = a.insert(1, 1, text);
    TupleBatch row = new TupleBatch();
    Snapshot snapshot = a.tm.snapshots().acquire();
    assertThat(a.heap.fetch(a.table, tid, snapshot, row)).isTrue();
    TupleReader reader = new TupleReader(HeapSession.LAYOUT);
    reader.set(row.data(), row.offset(0));
    assertThat(reader.isExternal(2)).isTrue();
    for (int from : new int[] {0, 1979, 1980, 1981, 30_000, 49_990, 60_000}) {
      byte[] part = a.heap.detoastSlice(a.table, reader.base(2), reader.rawOffset(2), from, 100);
      int start = Math.min(from, text.length());
      assertThat(new String(part, java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(text.substring(start, Math.min(text.length(), start + 100)));
    }
    a.tm.snapshots().release(snapshot);
    a.commit();
  }

  @Test
  void shouldShareAnUnchangedValueBetweenVersions() {
    String text = noise(10_000);
    a.run(() -> a.insert(1, 1, text));
    a.begin();
    long tid = a.tids().getFirst();
    long chunks = toastRows();
    TupleBatch row = new TupleBatch();
    Snapshot snapshot = a.tm.snapshots().acquire();
    a.heap.fetch(a.table, tid, snapshot, row);
    TupleReader reader = new TupleReader(HeapSession.LAYOUT);
    reader.set(row.data(), row.offset(0));
    TupleBuilder next = new TupleBuilder(HeapSession.LAYOUT);
    next.begin();
    next.copy(reader, 0);
    next.putLong(2);
    next.copy(reader, 2);
    next.finish();
    assertThat(
            a.heap.update(
                a.table,
                tid,
                next.bytes(),
                next.offset(),
                next.length(),
                a.tm.commandId(true),
                null,
                true,
                0,
                a.info))
        .isEqualTo(TmResult.OK);
    a.tm.incrementCommandId();
    a.tm.snapshots().release(snapshot);
    assertThat(toastRows()).isEqualTo(chunks);
    assertThat(a.noteAt(tid)).isEqualTo(text);
    a.commit();
    world.assertSound();
  }

  @Test
  void shouldKeepTheOldValueForOldSnapshotsAndDropItLater() {
    String old = noise(10_000);
    String now = noise(9_000);
    a.run(() -> a.insert(1, 1, old));
    b.beginRepeatable();
    long tid = b.tids().getFirst();
    a.run(() -> assertThat(a.update(tid, 1, 2, now)).isEqualTo(TmResult.OK));
    assertThat(b.noteAt(tid)).isEqualTo(old);
    b.commit();
    a.run(() -> assertThat(a.noteAt(tid)).isEqualTo(now));
    world.vacuum(a, VacuumOptions.plain());
    a.run(() -> assertThat(toastRows()).isEqualTo(5));
    a.run(() -> assertThat(a.delete(a.tids().getFirst())).isEqualTo(TmResult.OK));
    world.vacuum(a, VacuumOptions.plain());
    a.run(() -> assertThat(toastRows()).isZero());
    assertThat(toastBlocks()).isZero();
    world.assertSound();
  }

  @Test
  void shouldLeaveNoVisibleChunksAfterARollback() {
    a.begin();
    a.insert(1, 1, noise(10_000));
    a.abort();
    world.vacuum(a, VacuumOptions.plain());
    assertThat(toastBlocks()).isZero();
  }

  @Test
  void shouldToastInMultiInsertAndKeepSmallRows() {
    a.begin();
    TupleBatch batch = new TupleBatch();
    for (int i = 0; i < 50; i++) {
      TupleBuilder tuple = a.build(i, i, i % 10 == 0 ? noise(5000 + i) : "small");
      batch.append(tuple.bytes(), tuple.offset(), tuple.length(), 0);
    }
    a.heap.multiInsert(a.table, batch, a.tm.commandId(true), 0);
    a.tm.incrementCommandId();
    assertThat(a.rows()).hasSize(50);
    assertThat(a.noteAt(batch.tid(10))).isEqualTo(noise(5010));
    assertThat(a.noteAt(batch.tid(11))).isEqualTo("small");
    a.commit();
    world.assertSound();
  }

  private long toastRows() {
    Snapshot snapshot = a.tm.snapshots().acquire();
    long rows = 0;
    TupleBatch batch = new TupleBatch();
    try (org.postern.storage.access.TableScan scan = a.heap.scan(a.table.toast(), snapshot)) {
      while (scan.nextBatch(batch)) {
        rows += batch.count();
      }
    }
    a.tm.snapshots().release(snapshot);
    return rows;
  }
}
