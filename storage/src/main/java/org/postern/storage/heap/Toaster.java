package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.tuple.AttributeLayout;
import org.postern.storage.tuple.ToastPointer;
import org.postern.storage.tuple.TupleBuilder;
import org.postern.storage.tuple.TupleHeader;
import org.postern.storage.tuple.TupleLayout;
import org.postern.storage.tuple.TupleReader;
import org.postern.storage.tuple.Varlena;

/**
 * Moves long values out of rows into chunks of the toast relation, and reads them back. Rule 22 of
 * this package's README.
 *
 * <p>The chunks of a value are written last to first, each with the tid of its successor. No page
 * is locked by the caller.
 *
 * <p>Source: PostgreSQL documentation, "TOAST".
 */
final class Toaster {
  /** The number in a header or pointer of a value compressed by {@link Lz4}. */
  static final int METHOD_LZ4 = 1;

  private static final Integer[] NO_CANDIDATES = {};

  private final HeapContext ctx;
  private final TupleBuilder chunk = new TupleBuilder(ToastChunks.LAYOUT);
  private final TupleReader chunkReader = new TupleReader(ToastChunks.LAYOUT);
  private final TupleBatch fetched = new TupleBatch();
  private HeapInserter inserter;
  private int valueCounter;

  Toaster(HeapContext ctx) {
    this.ctx = ctx;
  }

  /** Whether a tuple from outside must pass through {@link #store}. */
  static boolean needed(TableHandle table, byte[] tuple, int offset, int length) {
    return table.toast() != null
        && (length > ToastChunks.THRESHOLD
            || (TupleHeader.infomask(tuple, offset) & TupleHeader.HAS_EXTERNAL) != 0);
  }

  /** A copy of the version at a tid if it has toast pointers, else null. The page is locked. */
  byte[] copyIfExternal(long page, long tid) {
    MemorySegment mem = ctx.mem;
    long tuple = ctx.tuple(page, tid);
    if ((HeapTupleLayout.mask(mem, tuple) & TupleHeader.HAS_EXTERNAL) == 0) {
      return null;
    }
    TupleBatch copy = new TupleBatch();
    HeapReader.append(mem, page, tid, copy);
    return Arrays.copyOfRange(copy.data(), copy.offset(0), copy.offset(0) + copy.length(0));
  }

  /**
   * The tuple with values moved out as needed. Pointers that {@code old} (or null) also has are
   * kept; other pointers are read and stored anew.
   */
  byte[] store(
      TableHandle table,
      byte[] tuple,
      int offset,
      int length,
      byte[] old,
      int oldOffset,
      int cid,
      int options) {
    TupleLayout layout = table.layout();
    TupleReader reader = new TupleReader(layout);
    reader.set(tuple, offset);
    int natts = layout.attributeCount();
    byte[][] values = new byte[natts][];
    boolean changed = false;
    for (int att = 0; att < natts; att++) {
      if (!reader.isNull(att)
          && reader.isExternal(att)
          && !sharesPointer(layout, reader, att, old, oldOffset)) {
        values[att] = plainVarlena(detoast(table, reader.base(att), reader.rawOffset(att)));
        changed = true;
      }
    }
    byte[] current = changed ? rebuild(layout, reader, values) : null;
    int size = current != null ? current.length : length;
    // First what may go out, longest first; then, only if nothing else helps, "main" values.
    for (int pass = 0; pass < 3 && size > ToastChunks.THRESHOLD; pass++) {
      int limit = pass == 2 ? HeapContext.MAX_TUPLE_SIZE : ToastChunks.THRESHOLD;
      for (int att : candidates(layout, reader, values, pass)) {
        if (size <= limit) {
          break;
        }
        byte[] replacement =
            pass == 0
                ? compressed(reader, values, att)
                : moveOut(table, reader, values, att, cid, options);
        if (replacement != null) {
          values[att] = replacement;
          current = rebuild(layout, reader, values);
          size = current.length;
        }
      }
    }
    return current != null ? current : Arrays.copyOfRange(tuple, offset, offset + size);
  }

  private static boolean sharesPointer(
      TupleLayout layout, TupleReader reader, int att, byte[] old, int oldOffset) {
    if (old == null) {
      return false;
    }
    TupleReader before = new TupleReader(layout);
    before.set(old, oldOffset);
    if (before.isNull(att) || !before.isExternal(att)) {
      return false;
    }
    int a = reader.rawOffset(att);
    int b = before.rawOffset(att);
    return Arrays.equals(
        reader.base(att), a, a + ToastPointer.SIZE, before.base(att), b, b + ToastPointer.SIZE);
  }

  /**
   * The attributes to work on, longest first. Pass 0: compressible; pass 1: those that may go out;
   * pass 2: those that should stay.
   */
  private static Integer[] candidates(
      TupleLayout layout, TupleReader reader, byte[][] values, int pass) {
    int natts = layout.attributeCount();
    Integer[] list = new Integer[natts];
    int n = 0;
    for (int att = 0; att < natts; att++) {
      AttributeLayout attribute = layout.attribute(att);
      if (!attribute.isVarlena() || reader.isNull(att)) {
        continue;
      }
      char storage = attribute.storage();
      boolean fits =
          switch (pass) {
            case 0 -> storage == 'x' || storage == 'm';
            case 1 -> storage == 'x' || storage == 'e';
            default -> storage == 'm';
          };
      if (fits && size(reader, values, att) > ToastPointer.SIZE + 8) {
        list[n++] = att;
      }
    }
    if (n == 0) {
      return NO_CANDIDATES;
    }
    Integer[] found = Arrays.copyOf(list, n);
    Arrays.sort(found, (a, b) -> Integer.compare(size(reader, values, b), size(reader, values, a)));
    return found;
  }

  private static byte[] base(TupleReader reader, byte[][] values, int att) {
    return values[att] != null ? values[att] : reader.base(att);
  }

  private static int at(TupleReader reader, byte[][] values, int att) {
    return values[att] != null ? 0 : reader.rawOffset(att);
  }

  private static int size(TupleReader reader, byte[][] values, int att) {
    return Varlena.size(base(reader, values, att), at(reader, values, att));
  }

  /**
   * The value compressed, or null if that gains less than a quarter or it is compressed already.
   */
  private static byte[] compressed(TupleReader reader, byte[][] values, int att) {
    byte[] base = base(reader, values, att);
    int at = at(reader, values, att);
    if (!Varlena.isPlain(base, at)) {
      return null;
    }
    int header = Varlena.headerSize(base, at);
    int raw = Varlena.size(base, at) - header;
    byte[] out = new byte[Varlena.COMPRESSED_HEADER + raw - raw / 4];
    int packed = Lz4.compress(base, at + header, raw, out, Varlena.COMPRESSED_HEADER);
    if (packed < 0) {
      return null;
    }
    int total = Varlena.COMPRESSED_HEADER + packed;
    Varlena.putCompressedHeader(out, 0, total, raw, METHOD_LZ4);
    return Arrays.copyOf(out, total);
  }

  /** Writes the value's chunks; returns a toast pointer. Null if it is out already. */
  private byte[] moveOut(
      TableHandle table, TupleReader reader, byte[][] values, int att, int cid, int options) {
    byte[] base = base(reader, values, att);
    int at = at(reader, values, att);
    if (Varlena.isExternal(base, at)) {
      return null;
    }
    int raw = Varlena.rawLength(base, at);
    boolean packed = Varlena.isCompressed(base, at);
    int header = packed ? Varlena.COMPRESSED_HEADER : Varlena.headerSize(base, at);
    int stored = Varlena.size(base, at) - header;
    int valueId = nextValueId();
    long next = 0;
    int chunks = (stored + ToastChunks.CHUNK_SIZE - 1) / ToastChunks.CHUNK_SIZE;
    byte[] data = new byte[ToastChunks.LINK_SIZE + Math.min(stored, ToastChunks.CHUNK_SIZE)];
    for (int seq = chunks - 1; seq >= 0; seq--) {
      ctx.interrupts.check();
      int from = seq * ToastChunks.CHUNK_SIZE;
      int size = Math.min(ToastChunks.CHUNK_SIZE, stored - from);
      putTid(data, next);
      System.arraycopy(base, at + header + from, data, ToastChunks.LINK_SIZE, size);
      chunk.begin();
      chunk.putLong(valueId);
      chunk.putLong(seq);
      chunk.putBytes(data, 0, ToastChunks.LINK_SIZE + size);
      chunk.finish();
      next =
          inserter()
              .insert(
                  table.toast(), chunk.bytes(), chunk.offset(), chunk.length(), cid, options, 0);
    }
    byte[] pointer = new byte[ToastPointer.SIZE];
    ToastPointer.put(
        pointer, 0, raw, stored, packed ? METHOD_LZ4 : 0, valueId, table.toast().oid(), next);
    return pointer;
  }

  private HeapInserter inserter() {
    if (inserter == null) {
      inserter = new HeapInserter(ctx);
    }
    return inserter;
  }

  /** Only guards against following a stale tid; need not be unique. */
  private int nextValueId() {
    return (int) ctx.tm.currentXid() * 31 + ++valueCounter & 0x7fffffff | 1;
  }

  private static byte[] rebuild(TupleLayout layout, TupleReader reader, byte[][] values) {
    TupleBuilder builder = new TupleBuilder(layout);
    builder.begin();
    for (int att = 0; att < layout.attributeCount(); att++) {
      if (values[att] != null) {
        builder.putVarlena(values[att], 0);
      } else {
        builder.copy(reader, att);
      }
    }
    builder.finish();
    return builder.toBytes();
  }

  private static byte[] plainVarlena(byte[] payload) {
    byte[] out = new byte[Varlena.HEADER + payload.length];
    Varlena.putHeader(out, 0, out.length);
    System.arraycopy(payload, 0, out, Varlena.HEADER, payload.length);
    return out;
  }

  /** The whole payload of a varlena, whatever its form. */
  byte[] detoast(TableHandle table, byte[] base, int at) {
    int raw = Varlena.rawLength(base, at);
    if (Varlena.isExternal(base, at)) {
      int method = ToastPointer.method(base, at);
      byte[] stored = readChunks(table, base, at, 0, ToastPointer.storedLength(base, at));
      return method == 0 ? stored : Lz4.decompress(stored, 0, stored.length, raw);
    }
    if (Varlena.isCompressed(base, at)) {
      int packed = Varlena.size(base, at) - Varlena.COMPRESSED_HEADER;
      return Lz4.decompress(base, at + Varlena.COMPRESSED_HEADER, packed, raw);
    }
    int start = at + Varlena.headerSize(base, at);
    return Arrays.copyOfRange(base, start, start + raw);
  }

  byte[] detoastSlice(TableHandle table, byte[] base, int at, int from, int length) {
    int raw = Varlena.rawLength(base, at);
    int start = Math.clamp(from, 0, raw);
    int end = (int) Math.min(raw, (long) start + Math.max(0, length));
    if (Varlena.isExternal(base, at) && ToastPointer.method(base, at) == 0) {
      return readChunks(table, base, at, start, end - start);
    }
    return Arrays.copyOfRange(detoast(table, base, at), start, end);
  }

  private byte[] readChunks(TableHandle table, byte[] base, int at, int from, int length) {
    TableHandle toast = toastOf(table, base, at);
    byte[] out = new byte[length];
    long tid = ToastPointer.firstTid(base, at);
    int end = from + length;
    for (int seq = 0; seq * ToastChunks.CHUNK_SIZE < end; seq++) {
      ctx.interrupts.check();
      readChunk(toast, tid, ToastPointer.valueId(base, at), seq);
      int payload = chunkReader.payloadOffset(2);
      byte[] data = chunkReader.base(2);
      int size = chunkReader.payloadLength(2) - ToastChunks.LINK_SIZE;
      int chunkStart = seq * ToastChunks.CHUNK_SIZE;
      int copyFrom = Math.max(from, chunkStart);
      int copyEnd = Math.min(end, chunkStart + size);
      if (copyEnd > copyFrom) {
        int source = payload + ToastChunks.LINK_SIZE + copyFrom - chunkStart;
        System.arraycopy(data, source, out, copyFrom - from, copyEnd - copyFrom);
      }
      tid = getTid(data, payload);
    }
    return out;
  }

  private TableHandle toastOf(TableHandle table, byte[] base, int at) {
    TableHandle toast = table.toast();
    if (toast == null || toast.oid() != ToastPointer.relation(base, at)) {
      throw new IllegalStateException(
          "toast pointer of another table: table="
              + table.name()
              + ", toast="
              + ToastPointer.relation(base, at));
    }
    return toast;
  }

  /** Points {@link #chunkReader} at a chunk. */
  private void readChunk(TableHandle toast, long tid, int valueId, int seq) {
    fetched.clear();
    boolean found =
        Tid.isValid(tid) && new HeapReader(ctx).fetchVersion(toast, tid, Snapshot.TOAST, fetched);
    if (found) {
      chunkReader.set(fetched.data(), fetched.offset(0));
      found = (int) chunkReader.getLong(0) == valueId && (int) chunkReader.getLong(1) == seq;
    }
    if (!found) {
      throw SqlException.error(
          SqlState.DATA_CORRUPTED,
          "missing chunk number %d for toast value %d in %s",
          seq,
          valueId,
          toast.name());
    }
  }

  /** Deletes the chunks of all pointers in a row that goes away. */
  void deleteExternal(TableHandle table, byte[] tuple, int offset) {
    deleteDropped(table, tuple, offset, null, 0);
  }

  /** Deletes the chunks of those pointers of {@code old} that {@code now} does not have. */
  void deleteDropped(TableHandle table, byte[] old, int oldOffset, byte[] now, int nowOffset) {
    if (table.toast() == null) {
      return;
    }
    TupleReader reader = new TupleReader(table.layout());
    reader.set(old, oldOffset);
    int natts = Math.min(TupleHeader.attributes(old, oldOffset), table.layout().attributeCount());
    for (int att = 0; att < natts; att++) {
      if (!reader.isNull(att)
          && reader.isExternal(att)
          && !sharesPointer(table.layout(), reader, att, now, nowOffset)) {
        deleteChunks(table, reader.base(att), reader.rawOffset(att));
      }
    }
  }

  private void deleteChunks(TableHandle table, byte[] base, int at) {
    TableHandle toast = toastOf(table, base, at);
    int stored = ToastPointer.storedLength(base, at);
    long tid = ToastPointer.firstTid(base, at);
    HeapUpdater updater = new HeapUpdater(ctx);
    TmInfo info = new TmInfo();
    for (int seq = 0; seq * ToastChunks.CHUNK_SIZE < stored; seq++) {
      ctx.interrupts.check();
      readChunk(toast, tid, ToastPointer.valueId(base, at), seq);
      long next = getTid(chunkReader.base(2), chunkReader.payloadOffset(2));
      updater.deleteChunk(toast, tid, info);
      tid = next;
    }
  }

  private static void putTid(byte[] data, long tid) {
    for (int i = 0; i < ToastChunks.LINK_SIZE; i++) {
      data[i] = (byte) (tid >>> 8 * i);
    }
  }

  private static long getTid(byte[] data, int at) {
    long tid = 0;
    for (int i = 0; i < ToastChunks.LINK_SIZE; i++) {
      tid |= (data[at + i] & 0xffL) << 8 * i;
    }
    return tid;
  }
}
