package org.postern.executor.types.io;

import java.util.function.IntFunction;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Composite types and anonymous records.
 *
 * <p>Stored, little-endian: type oid, number of fields (4 bytes each), for each field its type oid
 * (4 bytes), a flag (1 byte, 0 for NULL) and the value as {@link ElementCodec} has it. When the
 * number's top bit is set, the fields' names follow, each as a length (4 bytes) and UTF-8.
 *
 * <p>Source: PostgreSQL documentation, section 8.16.6 "Composite Type Input and Output Syntax".
 */
public final class RecordIo implements TypeIo {
  private static final int NAMED = Integer.MIN_VALUE;

  private final int typeOid;
  private final IntFunction<TypeInfo> types;

  /** {@code types} finds the field types when stored rows are read, where no session is at hand. */
  public RecordIo(int typeOid, IntFunction<TypeInfo> types) {
    this.typeOid = typeOid;
    this.types = types;
  }

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  private SqlException anonymous() {
    return SqlException.error(
        SqlState.FEATURE_NOT_SUPPORTED, "input of anonymous composite types is not implemented");
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    int[] fieldTypes = typeOid == TypeOid.RECORD ? null : ctx.rowTypes(typeOid);
    if (fieldTypes == null) {
      throw anonymous();
    }
    return new RecordText(text, typeOid, fieldTypes, ctx.rowTypmods(typeOid), ctx).parse();
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    RowValue row = (RowValue) value;
    out.put('(');
    for (int i = 0; i < row.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      if (row.values()[i] != null) {
        int from = out.length();
        ctx.type(row.typeOids()[i]).io().output(row.values()[i], out, ctx);
        RecordText.quote(out, from);
      }
    }
    out.put(')');
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    int[] fieldTypes = typeOid == TypeOid.RECORD ? null : ctx.rowTypes(typeOid);
    if (fieldTypes == null) {
      throw anonymous();
    }
    int[] typmods = ctx.rowTypmods(typeOid);
    ByteSource source = new ByteSource(binary);
    int count = source.takeInt();
    if (count != fieldTypes.length) {
      throw SqlException.error(
          SqlState.DATATYPE_MISMATCH,
          "wrong number of columns: %d, expected %d",
          count,
          fieldTypes.length);
    }
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      int oid = source.takeInt();
      if (oid != fieldTypes[i]) {
        throw SqlException.error(
            SqlState.DATATYPE_MISMATCH,
            "binary data has type %d (%s) instead of expected %d (%s) in record column %d",
            oid,
            ctx.typeName(oid),
            fieldTypes[i],
            ctx.typeName(fieldTypes[i]),
            i + 1);
      }
      int length = source.takeInt();
      if (length >= 0) {
        values[i] = ctx.type(oid).io().receive(source.take(length), typmods[i], ctx);
      }
    }
    return new RowValue(typeOid, values, fieldTypes);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    RowValue row = (RowValue) value;
    out.putInt(row.size());
    for (int i = 0; i < row.size(); i++) {
      int oid = row.typeOids()[i];
      int at = out.putInt(oid).reserve(4);
      if (row.values()[i] == null) {
        out.setInt(at, -1);
      } else {
        ctx.type(oid).io().send(row.values()[i], out, ctx);
        out.setInt(at, out.length() - at - 4);
      }
    }
  }

  @Override
  public int storedLength(Object value) {
    RowValue row = (RowValue) value;
    int length = 8;
    for (int i = 0; i < row.size(); i++) {
      length += 5;
      if (row.values()[i] != null) {
        length += ElementCodec.length(row.values()[i], types.apply(row.typeOids()[i]));
      }
    }
    return length + namesLength(row);
  }

  private static int namesLength(RowValue row) {
    int length = 0;
    if (row.names() != null) {
      for (String name : row.names()) {
        length += 4 + Slice.utf8(name).length();
      }
    }
    return length;
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    RowValue row = (RowValue) value;
    Bytes.setInt(base, offset, row.typeOid());
    Bytes.setInt(base, offset + 4, row.size() | (row.names() == null ? 0 : NAMED));
    int at = offset + 8;
    for (int i = 0; i < row.size(); i++) {
      int oid = row.typeOids()[i];
      Object field = row.values()[i];
      Bytes.setInt(base, at, oid);
      base[at + 4] = (byte) (field == null ? 0 : 1);
      at += 5;
      if (field != null) {
        at = ElementCodec.store(field, types.apply(oid), base, at);
      }
    }
    if (row.names() != null) {
      for (String name : row.names()) {
        Slice text = Slice.utf8(name);
        Bytes.setInt(base, at, text.length());
        System.arraycopy(text.base(), text.offset(), base, at + 4, text.length());
        at += 4 + text.length();
      }
    }
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    int rowType = Bytes.getInt(base, offset);
    int flagged = Bytes.getInt(base, offset + 4);
    int count = flagged & ~NAMED;
    Object[] values = new Object[count];
    int[] oids = new int[count];
    int at = offset + 8;
    for (int i = 0; i < count; i++) {
      oids[i] = Bytes.getInt(base, at);
      boolean present = base[at + 4] != 0;
      at += 5;
      if (present) {
        TypeInfo type = types.apply(oids[i]);
        values[i] = ElementCodec.load(type, base, at);
        at += ElementCodec.lengthAt(type, base, at);
      }
    }
    return new RowValue(rowType, values, oids, flagged == count ? null : names(count, base, at));
  }

  private static String[] names(int count, byte[] base, int from) {
    String[] names = new String[count];
    int at = from;
    for (int i = 0; i < count; i++) {
      int length = Bytes.getInt(base, at);
      names[i] = Slice.of(base, at + 4, length).toString();
      at += 4 + length;
    }
    return names;
  }
}
