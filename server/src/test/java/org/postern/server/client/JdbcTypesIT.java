package org.postern.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.server.testing.PosternServer;
import org.postgresql.PGStatement;
import org.postgresql.util.PGInterval;

/** Each type of an application, sent and received as text and, where pgjdbc can, in binary. */
@ExtendWith(SharedServers.class)
@Timeout(60)
class JdbcTypesIT {
  /** The types that pgjdbc transfers in binary when it is told to. */
  private static final String BINARY =
      "BOOL,INT2,INT4,INT8,FLOAT4,FLOAT8,NUMERIC,TEXT,VARCHAR,BYTEA,DATE,TIME,TIMETZ,"
          + "TIMESTAMP,TIMESTAMPTZ,UUID,INT2_ARRAY,INT4_ARRAY,INT8_ARRAY,FLOAT4_ARRAY,"
          + "FLOAT8_ARRAY,TEXT_ARRAY,VARCHAR_ARRAY,BOOL_ARRAY,BYTEA_ARRAY,"
          + "UUID_ARRAY";

  private final PosternServer server;

  JdbcTypesIT(PosternServer server) {
    this.server = server;
  }

  private Connection connect(boolean binary) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("sslmode", "disable");
    properties.setProperty("prepareThreshold", "1");
    if (binary) {
      properties.setProperty("binaryTransferEnable", BINARY);
    } else {
      properties.setProperty("binaryTransfer", "false");
    }
    return server.connect("postgres", properties);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("bool", true, "t"),
        Arguments.of("int2", 12345, "12345"),
        Arguments.of("int4", -2147483648, "-2147483648"),
        Arguments.of("int8", Long.MAX_VALUE, "9223372036854775807"),
        Arguments.of("oid", 4294967295L, "4294967295"),
        Arguments.of("float4", 1.1754944e-38f, "1.1754944e-38"),
        Arguments.of("float8", -1234.5678, "-1234.5678"),
        Arguments.of("float8", Double.NEGATIVE_INFINITY, "-Infinity"),
        Arguments.of("numeric", new BigDecimal("-12345678901234567890.0123456789"), null),
        Arguments.of("numeric", new BigDecimal("0.000000000000000000001"), null),
        Arguments.of("numeric", new BigDecimal("100000000000000"), null),
        Arguments.of("text", "äöü € \uD83D\uDC18", null),
        Arguments.of("varchar(5)", "abcde", "abcde"),
        Arguments.of("char(5)", "abc  ", "abc  "),
        Arguments.of("bytea", new byte[] {0, -1, 92, 39}, "\\x00ff5c27"),
        Arguments.of("date", LocalDate.of(2024, 2, 29), "2024-02-29"),
        Arguments.of("date", LocalDate.of(1, 1, 1), "0001-01-01"),
        Arguments.of("time", LocalTime.of(23, 59, 59, 999_999_000), "23:59:59.999999"),
        Arguments.of("timestamp", LocalDateTime.of(1999, 12, 31, 1, 2, 3, 4_000), null),
        Arguments.of(
            "timestamptz", OffsetDateTime.of(2021, 6, 1, 12, 0, 0, 0, ZoneOffset.UTC), null),
        Arguments.of("uuid", UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), null));
  }

  /** The value goes out as a parameter and comes back equal, and its text is PostgreSQL's. */
  @ParameterizedTest
  @MethodSource("values")
  void shouldTransferValues(String type, Object value, String text) throws SQLException {
    for (boolean binary : new boolean[] {false, true}) {
      try (Connection connection = connect(binary);
          PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT v, v::text, v IS NULL FROM (SELECT ?::" + type + " AS v) s")) {
        // The first runs make pgjdbc use a named statement; then formats may be binary.
        for (int i = 0; i < 3; i++) {
          statement.setObject(1, value);
          try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            if (value instanceof byte[] bytes) {
              assertThat(rows.getBytes(1)).isEqualTo(bytes);
            } else if (value instanceof BigDecimal number) {
              assertThat(rows.getBigDecimal(1)).isEqualByComparingTo(number);
              assertThat(rows.getString(2)).isEqualTo(number.toPlainString());
            } else {
              assertThat(rows.getObject(1, value.getClass())).isEqualTo(value);
            }
            if (text != null && !type.equals("char(5)")) {
              assertThat(rows.getString(2)).isEqualTo(text.equals("t") ? "true" : text);
            }
          }
        }
        statement.setNull(1, java.sql.Types.OTHER);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getObject(1)).isNull();
          assertThat(rows.getBoolean(3)).isTrue();
        }
      }
    }
  }

  static Stream<Arguments> arrays() {
    return Stream.of(
        Arguments.of("bool", new Boolean[] {true, null, false}),
        Arguments.of("int2", new Short[] {1, null, -3}),
        Arguments.of("int4", new Integer[] {1, null, -3}),
        Arguments.of("int8", new Long[] {1L, null, Long.MIN_VALUE}),
        Arguments.of("float4", new Float[] {1.5f, null}),
        Arguments.of("float8", new Double[] {1.5, null, Double.NaN}),
        Arguments.of("numeric", new BigDecimal[] {new BigDecimal("1.50"), null}),
        Arguments.of("text", new String[] {"a,b", null, "\"q\"", "", "NULL", "{}"}),
        Arguments.of("varchar", new String[] {"x", "y"}),
        Arguments.of("uuid", new UUID[] {UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")}),
        Arguments.of("date", new java.sql.Date[] {java.sql.Date.valueOf("2020-01-02")}),
        Arguments.of("int4", new Integer[0]));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void shouldTransferArrays(String type, Object[] elements) throws SQLException {
    for (boolean binary : new boolean[] {false, true}) {
      try (Connection connection = connect(binary);
          PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT ?::" + type + "[], cardinality(?::" + type + "[])")) {
        for (int i = 0; i < 3; i++) {
          java.sql.Array array = connection.createArrayOf(type, elements);
          statement.setArray(1, array);
          statement.setArray(2, array);
          try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat((Object[]) rows.getArray(1).getArray()).containsExactly(elements);
            assertThat(rows.getInt(2)).isEqualTo(elements.length);
          }
        }
      }
    }
  }

  @Test
  void shouldTransferNestedArrays() throws SQLException {
    try (Connection connection = connect(true);
        PreparedStatement statement = connection.prepareStatement("SELECT ?::int4[]")) {
      Integer[][] cells = {{1, 2, 3}, {4, 5, 6}};
      for (int i = 0; i < 3; i++) {
        statement.setArray(1, connection.createArrayOf("int4", cells));
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          assertThat((Integer[][]) rows.getArray(1).getArray()).isDeepEqualTo(cells);
        }
      }
    }
  }

  @Test
  void shouldTransferIntervals() throws SQLException {
    try (Connection connection = connect(true);
        PreparedStatement statement =
            connection.prepareStatement("SELECT i, date '2020-01-31' + i FROM (SELECT ? AS i) s")) {
      for (int i = 0; i < 3; i++) {
        statement.setObject(1, new PGInterval("1 mons 2 days 03:04:05.678"));
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          assertThat(rows.getObject(1)).isEqualTo(new PGInterval("1 mons 2 days 03:04:05.678"));
          assertThat(rows.getString(2)).startsWith("2020-03-02 03:04:05.678");
        }
      }
    }
  }

  @Test
  void shouldStoreEveryTypeInATable() throws SQLException {
    try (Connection connection = connect(true)) {
      Rows.run(
          connection,
          "DROP TABLE IF EXISTS every_type",
          "CREATE TABLE every_type (b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8,"
              + " n numeric(20,5), t text, v varchar(9), c char(4), y bytea, d date, tm time,"
              + " ts timestamp, tz timestamptz, iv interval, u uuid, o oid, ai int[], at text[])");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO every_type VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
        for (int i = 0; i < 6; i++) {
          List<Object> row =
              List.of(
                  i % 2 == 0,
                  (short) i,
                  i * 1000,
                  i * 10_000_000_000L,
                  i + 0.5f,
                  i + 0.25,
                  new BigDecimal(i + ".12345"),
                  "text " + i,
                  "v" + i,
                  "c" + i,
                  new byte[i],
                  LocalDate.of(2020, 1, 1 + i),
                  LocalTime.of(i, 0),
                  LocalDateTime.of(2020, 1, 1 + i, i, 0),
                  OffsetDateTime.of(2020, 1, 1 + i, i, 0, 0, 0, ZoneOffset.UTC),
                  new PGInterval(0, 0, i, 0, 0, 0),
                  new UUID(i, i),
                  (long) i,
                  new int[] {i, i + 1},
                  connection.createArrayOf("text", new String[] {"e" + i}));
          for (int p = 0; p < row.size(); p++) {
            insert.setObject(p + 1, row.get(p));
          }
          insert.executeUpdate();
        }
        assertThat(insert.unwrap(PGStatement.class).isUseServerPrepare()).isTrue();
      }
      Rows.run(connection, "SET TIME ZONE 'UTC'");
      assertThat(Rows.query(connection, "SELECT * FROM every_type WHERE i2 = 3"))
          .containsExactly(
              "f|3|3000|30000000000|3.5|3.25|3.12345|text 3|v3|c3  |\\x000000|2020-01-04|03:00:00"
                  + "|2020-01-04 03:00:00|2020-01-04 03:00:00+00|3 days"
                  + "|00000000-0000-0003-0000-000000000003|3|{3,4}|{e3}");
      Rows.run(connection, "DROP TABLE every_type");
    }
  }
}
