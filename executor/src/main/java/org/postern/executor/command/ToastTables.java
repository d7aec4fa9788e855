package org.postern.executor.command;

import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.types.TypeOid;

/**
 * Gives tables their TOAST table, when a row of theirs may become too long.
 *
 * <p>Source: PostgreSQL documentation, section 73.2 "TOAST".
 */
final class ToastTables {
  private static final int THRESHOLD = 2032;
  private static final int HEADER = 32;

  private final Ddl ddl;

  ToastTables(Ddl ddl) {
    this.ddl = ddl;
  }

  /** Makes the TOAST table if the table needs one and has none. */
  void ensure(int table) {
    RelationEntry relation = ddl.relation(table);
    if (relation.toast() != 0 || !needed(relation)) {
      return;
    }
    int toast = create(relation);
    ddl.editor.update(ddl.editor.relation(table), values -> values.oid("reltoastrelid", toast));
    ddl.step();
  }

  private static boolean needed(RelationEntry relation) {
    long length = 0;
    boolean unlimited = false;
    boolean toastable = false;
    for (ColumnEntry column : relation.columns()) {
      if (column.dropped()) {
        continue;
      }
      if (column.length() > 0) {
        length += column.length() + 7 & ~7;
      } else {
        int most = maximum(column);
        if (most < 0) {
          unlimited = true;
        } else {
          length += most + 7 & ~7;
        }
        toastable |= column.storage() != 'p';
      }
    }
    if (!toastable) {
      return false;
    }
    return unlimited || length + HEADER > THRESHOLD;
  }

  /** The longest value of a column in bytes, or -1 if there is no bound. */
  private static int maximum(ColumnEntry column) {
    int typmod = column.typmod();
    return switch (column.type()) {
      case TypeOid.BPCHAR, TypeOid.VARCHAR -> typmod < 4 ? -1 : (typmod - 4) * 4 + 4;
      case TypeOid.NUMERIC -> {
        if (typmod < 4) {
          yield -1;
        }
        int precision = (typmod - 4) >> 16 & 0xffff;
        yield (precision + 2 * 4 - 1) / 4 * 2 + 8 + 4;
      }
      case TypeOid.BIT, TypeOid.VARBIT -> typmod < 0 ? -1 : (typmod + 7) / 8 + 8;
      default -> -1;
    };
  }

  private int create(RelationEntry table) {
    String name = "pg_toast_" + Integer.toUnsignedString(table.oid());
    List<NewColumn> columns =
        List.of(
            NewColumn.of("chunk_id", TypeOid.OID, -1, 0),
            NewColumn.of("chunk_seq", TypeOid.INT4, -1, 0),
            new NewColumn("chunk_data", TypeOid.BYTEA, -1, 0, 0, false, (char) 0, 'p'));
    int toast =
        new RelationCreator(ddl)
            .create(
                new RelationCreator.Spec(
                    name, Ddl.PG_TOAST, table.owner(), 't', table.persistence(), columns, null));
    ddl.depend.record(
        ObjectAddress.relation(toast), ObjectAddress.relation(table.oid()), Dependencies.INTERNAL);
    List<IndexDefinition.Key> keys =
        List.of(
            IndexDefinition.Key.column(1, "chunk_id", 1981, 0),
            IndexDefinition.Key.column(2, "chunk_seq", 1978, 0));
    new Indexes(ddl)
        .create(ddl.relation(toast), IndexDefinition.plain(name + "_index", keys).asPrimary());
    return toast;
  }
}
