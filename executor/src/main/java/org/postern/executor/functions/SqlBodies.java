package org.postern.executor.functions;

/**
 * The built-in functions that PostgreSQL writes in SQL. Here they are code like the others, under
 * names of {@link DerivedFamily}; the catalog of a new cluster lists them as internal functions.
 *
 * <p>Source: PostgreSQL 15, rows of pg_proc whose language is sql.
 */
public final class SqlBodies {
  private SqlBodies() {}

  /** The source name that replaces the SQL body of a built-in function; null for none. */
  public static String sourceOf(int oid) {
    return switch (oid) {
      case 1285 -> "quote_literal_any";
      case 1290 -> "quote_nullable_any";
      case 2003, 2004 -> "any_textcat";
      case 879 -> "lpad_blank";
      case 880 -> "rpad_blank";
      case 2074 -> "substring_similar";
      case 1812 -> "bitlength";
      case 1810, 1811 -> "bit_length";
      case 1741, 1481 -> "numeric_log10";
      case 1708 -> "numeric_round_0";
      case 1710 -> "numeric_trunc_0";
      case 2631 -> "int8pl_inet";
      case 5023 -> "numeric_pl_pg_lsn";
      case 1386 -> "age_today_tz";
      case 2059 -> "age_today";
      case 1384 -> "date_part_date";
      case 1176 -> "datetime_timestamptz";
      case 1296 -> "timedate_pl";
      case 1298 -> "timetzdate_pl";
      case 1848 -> "interval_pl_time";
      case 2546 -> "interval_pl_date";
      case 2547 -> "interval_pl_timetz";
      case 2548 -> "interval_pl_timestamp";
      case 2549 -> "interval_pl_timestamptz";
      case 2550 -> "integer_pl_date";
      case 1306, 2043 -> "overlaps_ts_second";
      case 1305, 2042 -> "overlaps_ts_both";
      case 1307, 2044 -> "overlaps_ts_first";
      case 1310 -> "overlaps_time_second";
      case 1309 -> "overlaps_time_both";
      case 1311 -> "overlaps_time_first";
      case 3935 -> "pg_sleep_for";
      case 3936 -> "pg_sleep_until";
      case 2325 -> "pg_relation_size_main";
      case 1215 -> "obj_description_class";
      case 1348 -> "obj_description";
      case 1993 -> "shobj_description";
      case 1216 -> "col_description";
      case 13208 -> "_pg_expandarray";
      case 13209 -> "_pg_index_position";
      case 13210 -> "_pg_truetypid";
      case 13211 -> "_pg_truetypmod";
      case 13212 -> "_pg_char_max_length";
      case 13213 -> "_pg_char_octet_length";
      case 13215 -> "_pg_numeric_precision";
      case 13216 -> "_pg_numeric_precision_radix";
      case 13217 -> "_pg_numeric_scale";
      case 13218 -> "_pg_datetime_precision";
      case 13219 -> "_pg_interval_type";
      default -> null;
    };
  }
}
