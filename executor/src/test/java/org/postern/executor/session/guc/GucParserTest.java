package org.postern.executor.session.guc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The expected texts were read off PostgreSQL 15. */
class GucParserTest {
  private final GucCatalog catalog = GucCatalog.load();
  private final GucParser parser = new GucParser(GucChecks.builtIn());

  private String show(String name, String text) {
    GucDefinition definition = catalog.find(name);
    return parser.parse(definition, text, parser.boot(definition)).show(definition);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          statement_timeout | 1.5 min | 90s
          statement_timeout | 0 | 0
          statement_timeout | 1 d | 1d
          statement_timeout | 1500 | 1500ms
          work_mem | 0x100 | 256kB
          work_mem | 12.5MB | 12800kB
          work_mem | 1GB | 1GB
          work_mem | 65536 | 64MB
          shared_buffers | 16384 | 128MB
          wal_buffers | 24kB | 24kB
          vacuum_cost_delay | 0.5 | 500us
          vacuum_cost_delay | 2 | 2ms
          log_file_mode | 0600 | 384
          enable_sort | tru | on
          enable_sort | of | off
          wal_compression | TRUE | on
          synchronous_commit | no | off
          client_min_messages | DEBUG | debug2
          datestyle | german | German, DMY
          datestyle | ymd | ISO, YMD
          datestyle | "sql", European | SQL, DMY
          timezone | utc | UTC
          timezone | europe/berlin | Europe/Berlin
          client_encoding | unicode | UTF8
          seq_page_cost | 1e10 | 1e+10
          random_page_cost | 1.23456789 | 1.23457
          """)
  void shouldShowValueAsPostgresqlDoes(String name, String text, String expected) {
    assertThat(show(name, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          work_mem | 1 | 1 kB is outside the valid range for parameter "work_mem" (64 .. 2147483647)
          work_mem | 1x | invalid value for parameter "work_mem": "1x"
          work_mem | abc | invalid value for parameter "work_mem": "abc"
          work_mem | 9999999999999 | invalid value for parameter "work_mem": "9999999999999"
          geqo_seed | 3 | 3 is outside the valid range for parameter "geqo_seed" (0 .. 1)
          vacuum_cost_delay | 200ms | 200 ms is outside the valid range for parameter "vacuum_cost_delay" (0 .. 100)
          vacuum_cost_delay | 1e10 | 1e+10 ms is outside the valid range for parameter "vacuum_cost_delay" (0 .. 100)
          enable_sort | 3 | parameter "enable_sort" requires a Boolean value
          enable_sort | o | parameter "enable_sort" requires a Boolean value
          wal_compression | 3 | invalid value for parameter "wal_compression": "3"
          datestyle | foo | invalid value for parameter "DateStyle": "foo"
          timezone | foo | invalid value for parameter "TimeZone": "foo"
          client_encoding | foo | invalid value for parameter "client_encoding": "foo"
          """)
  void shouldRejectAsPostgresqlDoes(String name, String text, String message) {
    assertThatThrownBy(() -> show(name, text))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.INVALID_PARAMETER_VALUE))
        .hasMessage(message);
  }

  @Test
  void shouldExplainWhatWouldBeValid() {
    assertHint(
        "work_mem",
        "1x",
        "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".");
    assertHint(
        "statement_timeout",
        "1 foo",
        "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".");
    assertHint("work_mem", "9999999999999", "Value exceeds integer range.");
    assertHint("wal_compression", "3", "Available values: pglz, lz4, zstd, on, off.");
  }

  private void assertHint(String name, String text, String hint) {
    assertThatThrownBy(() -> show(name, text))
        .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.hint()).isEqualTo(hint));
  }

  @Test
  void shouldGiveEveryParameterAValidDefault() {
    GucState state = new GucState(catalog, parser);
    assertThat(state.all()).hasSizeGreaterThan(355);
    for (GucVariable variable : state.all()) {
      if (!variable.text().isEmpty()) {
        assertThat(state.validate(variable.definition().name(), variable.text()).text())
            .isEqualTo(variable.text());
      }
    }
  }

  @Test
  void shouldSplitLists() throws GucCheck.Rejected {
    assertThat(GucChecks.splitIdentifiers(" A, \"B \"\"c\" ,d")).containsExactly("a", "B \"c", "d");
    assertThat(GucChecks.splitIdentifiers("")).isEmpty();
    assertThat(GucChecks.splitDirectories("/Tmp/a b , \"/x,y\""))
        .containsExactly("/Tmp/a b", "/x,y");
    assertThat(GucChecks.splitDirectories("")).isEmpty();
    for (String bad : new String[] {"a,", ",a", "\"a", "a b"}) {
      assertThatThrownBy(() -> GucChecks.splitIdentifiers(bad))
          .isInstanceOf(GucCheck.Rejected.class);
    }
    assertThatThrownBy(() -> GucChecks.splitDirectories("/a,"))
        .isInstanceOf(GucCheck.Rejected.class);
  }

  @Test
  void shouldReportTheParametersThatClientsRelyOn() {
    GucState state = new GucState(catalog, parser);
    assertThat(state.reported().stream().map(v -> v.definition().name()))
        .containsExactly(
            "application_name",
            "client_encoding",
            "DateStyle",
            "default_transaction_read_only",
            "in_hot_standby",
            "integer_datetimes",
            "IntervalStyle",
            "is_superuser",
            "server_encoding",
            "server_version",
            "session_authorization",
            "standard_conforming_strings",
            "TimeZone");
  }
}
