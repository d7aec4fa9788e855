package org.postern.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.PostgresqlServer;
import org.postern.server.testing.TestServer;

/**
 * DatabaseMetaData: what object-relational mappers and tools read. The core is compared with values
 * in this file; where there is a PostgreSQL, every method is compared with what that one says.
 */
@ExtendWith(SharedServers.class)
@Timeout(180)
class JdbcMetadataIT {
  private static final String[] SCHEMA = {
    "DROP SCHEMA IF EXISTS meta CASCADE",
    "CREATE SCHEMA meta",
    "CREATE TABLE meta.customer (id serial PRIMARY KEY, name varchar(40) NOT NULL,"
        + " email text UNIQUE, balance numeric(12,2) DEFAULT 0.00, code char(4),"
        + " created timestamptz DEFAULT now(), tags text[], precise time(3), big bigint,"
        + " flag boolean, ratio float8, raw bytea, key uuid, duration interval)",
    "CREATE TABLE meta.line (product text, lot int, price real, added date DEFAULT CURRENT_DATE,"
        + " CONSTRAINT line_key PRIMARY KEY (lot, product))",
    "CREATE INDEX line_price ON meta.line (price DESC, lower(product)) WHERE price > 10",
    "CREATE SEQUENCE meta.ticket",
    "COMMENT ON TABLE meta.customer IS 'who buys'",
    "COMMENT ON COLUMN meta.customer.name IS 'surname first'",
    "GRANT SELECT ON meta.customer TO PUBLIC",
  };

  private final PosternServer server;
  private Connection connection;

  JdbcMetadataIT(PosternServer server) {
    this.server = server;
  }

  /** One call on the metadata. */
  @FunctionalInterface
  private interface Question {
    ResultSet ask(DatabaseMetaData meta) throws SQLException;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = server.connect("postgres");
    Rows.run(connection, SCHEMA);
  }

  @AfterEach
  void close() throws SQLException {
    Rows.run(connection, "DROP SCHEMA meta CASCADE");
    connection.close();
  }

  private static List<String> columns(ResultSet rows, String... names) throws SQLException {
    List<String> out = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (String name : names) {
          row.add(String.valueOf(rows.getString(name)));
        }
        out.add(String.join("|", row));
      }
    }
    return out;
  }

  @Test
  void shouldListTables() throws SQLException {
    DatabaseMetaData meta = connection.getMetaData();
    assertThat(
            columns(
                meta.getTables(null, "meta", "%", null),
                "TABLE_SCHEM",
                "TABLE_NAME",
                "TABLE_TYPE",
                "REMARKS"))
        .containsExactly(
            "meta|customer_email_key|INDEX|null",
            "meta|customer_pkey|INDEX|null",
            "meta|line_key|INDEX|null",
            "meta|line_price|INDEX|null",
            "meta|customer_id_seq|SEQUENCE|null",
            "meta|ticket|SEQUENCE|null",
            "meta|customer|TABLE|who buys",
            "meta|line|TABLE|null");
    assertThat(columns(meta.getSchemas(null, "meta"), "TABLE_SCHEM")).containsExactly("meta");
    assertThat(columns(meta.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW", "INDEX");
  }

  /** The driver numbers columns by a window function. */
  private boolean hasWindowFunctions() throws SQLException {
    try {
      return Rows.query(connection, "SELECT row_number() OVER ()").size() == 1;
    } catch (SQLException e) {
      if (e.getSQLState().equals("0A000")) {
        return false;
      }
      throw e;
    }
  }

  @Test
  void shouldDescribeColumns() throws SQLException {
    assumeTrue(hasWindowFunctions(), "getColumns needs window functions");
    DatabaseMetaData meta = connection.getMetaData();
    assertThat(
            columns(
                meta.getColumns(null, "meta", "customer", "%"),
                "COLUMN_NAME",
                "DATA_TYPE",
                "TYPE_NAME",
                "COLUMN_SIZE",
                "DECIMAL_DIGITS",
                "IS_NULLABLE",
                "COLUMN_DEF",
                "REMARKS",
                "IS_AUTOINCREMENT",
                "ORDINAL_POSITION"))
        .containsExactly(
            "id|4|serial|10|0|NO|nextval('meta.customer_id_seq'::regclass)|null|YES|1",
            "name|12|varchar|40|0|NO|null|surname first|NO|2",
            "email|12|text|2147483647|0|YES|null|null|NO|3",
            "balance|2|numeric|12|2|YES|0.00|null|NO|4",
            "code|1|bpchar|4|0|YES|null|null|NO|5",
            "created|93|timestamptz|35|6|YES|now()|null|NO|6",
            "tags|2003|_text|2147483647|0|YES|null|null|NO|7",
            "precise|92|time|12|3|YES|null|null|NO|8",
            "big|-5|int8|19|0|YES|null|null|NO|9",
            "flag|-7|bool|1|0|YES|null|null|NO|10",
            "ratio|8|float8|17|17|YES|null|null|NO|11",
            "raw|-2|bytea|2147483647|0|YES|null|null|NO|12",
            "key|1111|uuid|2147483647|0|YES|null|null|NO|13",
            "duration|1111|interval|49|6|YES|null|null|NO|14");
  }

  @Test
  void shouldDescribeKeysAndIndexes() throws SQLException {
    DatabaseMetaData meta = connection.getMetaData();
    assertThat(
            columns(meta.getPrimaryKeys(null, "meta", "line"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"))
        .containsExactly("lot|1|line_key", "product|2|line_key");
    assertThat(
            columns(
                meta.getIndexInfo(null, "meta", "line", false, false),
                "NON_UNIQUE",
                "INDEX_NAME",
                "TYPE",
                "ORDINAL_POSITION",
                "COLUMN_NAME",
                "ASC_OR_DESC",
                "FILTER_CONDITION"))
        .containsExactly(
            "f|line_key|3|1|lot|A|null",
            "f|line_key|3|2|product|A|null",
            "t|line_price|3|1|price|D|(price > (10)::double precision)",
            "t|line_price|3|2|lower(product)|A|(price > (10)::double precision)");
    assertThat(columns(meta.getImportedKeys(null, "meta", "line"), "FKCOLUMN_NAME")).isEmpty();
  }

  private static Map<String, Question> questions() {
    Map<String, Question> all = new LinkedHashMap<>();
    all.put("getTables", m -> m.getTables(null, "meta", "%", null));
    all.put("getTables of a kind", m -> m.getTables(null, "m%", "l%", new String[] {"TABLE"}));
    all.put("getTableTypes", DatabaseMetaData::getTableTypes);
    all.put("getSchemas", m -> m.getSchemas(null, "meta"));
    all.put("getCatalogs", m -> m.getColumns("nosuch", "meta", "%", "%"));
    all.put("getColumns", m -> m.getColumns(null, "meta", "%", "%"));
    all.put("getColumns of a catalog", m -> m.getColumns(null, "pg_catalog", "pg_class", "%"));
    all.put("getPrimaryKeys", m -> m.getPrimaryKeys(null, "meta", "line"));
    all.put("getIndexInfo", m -> m.getIndexInfo(null, "meta", "line", false, false));
    all.put("getIndexInfo unique", m -> m.getIndexInfo(null, "meta", "customer", true, true));
    all.put("getImportedKeys", m -> m.getImportedKeys(null, "meta", "line"));
    all.put("getExportedKeys", m -> m.getExportedKeys(null, "meta", "line"));
    all.put("getCrossReference", m -> m.getCrossReference(null, "meta", "line", null, null, null));
    all.put("getBestRowIdentifier", m -> m.getBestRowIdentifier(null, "meta", "line", 2, true));
    all.put("getVersionColumns", m -> m.getVersionColumns(null, "meta", "line"));
    all.put("getTablePrivileges", m -> m.getTablePrivileges(null, "meta", "%"));
    all.put("getColumnPrivileges", m -> m.getColumnPrivileges(null, "meta", "customer", "name"));
    all.put("getProcedures", m -> m.getProcedures(null, "meta", "%"));
    all.put("getProcedureColumns", m -> m.getProcedureColumns(null, "meta", "%", "%"));
    all.put("getFunctions", m -> m.getFunctions(null, "pg_catalog", "int4pl"));
    all.put("getFunctionColumns", m -> m.getFunctionColumns(null, "pg_catalog", "int4pl", "%"));
    all.put("getUDTs", m -> m.getUDTs(null, "meta", "%", null));
    all.put("getSuperTables", m -> m.getPseudoColumns(null, "meta", "%", "%"));
    all.put("getClientInfoProperties", DatabaseMetaData::getClientInfoProperties);
    return all;
  }

  private static List<String> answer(TestServer server, Connection connection, Question question)
      throws SQLException {
    try (ResultSet rows = question.ask(connection.getMetaData())) {
      // The name of the superuser and oids in SPECIFIC_NAME are all that may differ.
      String superuser = "(?<=\\|)" + server.user() + "(?=\\||$)";
      return Rows.all(rows).stream()
          .map(row -> row.replaceAll(superuser, "postgres"))
          .map(row -> row.replaceAll("_[0-9]+(?=\\||$)", "_OID"))
          .toList();
    } catch (SQLException e) {
      return List.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  @Test
  void shouldAnswerAsPostgresql() throws Exception {
    assumeTrue(PostgresqlServer.isAvailable(), "no PostgreSQL 15 to compare with");
    try (PostgresqlServer oracle = PostgresqlServer.start("shared_buffers=1MB");
        Connection other = oracle.connect("postgres")) {
      Rows.run(other, SCHEMA);
      Map<String, List<String>> expected = new LinkedHashMap<>();
      Map<String, List<String>> actual = new LinkedHashMap<>();
      for (Map.Entry<String, Question> question : questions().entrySet()) {
        if (question.getKey().startsWith("getColumns") && !hasWindowFunctions()) {
          continue;
        }
        expected.put(question.getKey(), answer(oracle, other, question.getValue()));
        actual.put(question.getKey(), answer(server, connection, question.getValue()));
      }
      for (String name : expected.keySet()) {
        assertThat(actual.get(name)).as(name).isEqualTo(expected.get(name));
      }
      assertThat(subset(connection.getMetaData().getTypeInfo()))
          .as("types, of which there may be fewer")
          .isSubsetOf(subset(other.getMetaData().getTypeInfo()));
      assertThat(properties(connection.getMetaData())).isEqualTo(properties(other.getMetaData()));
    }
  }

  private static Set<String> subset(ResultSet rows) throws SQLException {
    try (rows) {
      return new TreeSet<>(Rows.all(rows));
    }
  }

  private static List<String> properties(DatabaseMetaData meta) throws SQLException {
    return List.of(
        meta.getDatabaseProductName(),
        Integer.toString(meta.getDatabaseMajorVersion()),
        Integer.toString(meta.getMaxColumnNameLength()),
        Integer.toString(meta.getMaxColumnsInIndex()),
        Integer.toString(meta.getDefaultTransactionIsolation()),
        meta.getSQLKeywords(),
        Boolean.toString(meta.supportsSavepoints()),
        Boolean.toString(meta.storesLowerCaseIdentifiers()));
  }
}
