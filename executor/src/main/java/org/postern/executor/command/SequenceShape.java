package org.postern.executor.command;

import java.util.List;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.types.TypeOid;

/** The parameters of a sequence: its row of pg_sequence. */
record SequenceShape(
    int type, long start, long increment, long max, long min, long cache, boolean cycle) {

  /** The columns of a sequence's own relation. */
  static final List<NewColumn> COLUMNS =
      List.of(
          NewColumn.of("last_value", TypeOid.INT8, -1, 0).asNotNull(),
          NewColumn.of("log_cnt", TypeOid.INT8, -1, 0).asNotNull(),
          NewColumn.of("is_called", TypeOid.BOOL, -1, 0).asNotNull());

  static SequenceShape of(CatalogRow row) {
    return new SequenceShape(
        row.oid("seqtypid"),
        (Long) row.get("seqstart"),
        (Long) row.get("seqincrement"),
        (Long) row.get("seqmax"),
        (Long) row.get("seqmin"),
        (Long) row.get("seqcache"),
        row.bool("seqcycle"));
  }

  /** Fills a row of pg_sequence. */
  RowValues into(RowValues row, int sequence) {
    return row.oid("seqrelid", sequence)
        .oid("seqtypid", type)
        .number("seqstart", start)
        .number("seqincrement", increment)
        .number("seqmax", max)
        .number("seqmin", min)
        .number("seqcache", cache)
        .flag("seqcycle", cycle);
  }

  static long typeMax(int type) {
    return switch (type) {
      case TypeOid.INT2 -> Short.MAX_VALUE;
      case TypeOid.INT4 -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }

  static long typeMin(int type) {
    return switch (type) {
      case TypeOid.INT2 -> Short.MIN_VALUE;
      case TypeOid.INT4 -> Integer.MIN_VALUE;
      default -> Long.MIN_VALUE;
    };
  }
}
