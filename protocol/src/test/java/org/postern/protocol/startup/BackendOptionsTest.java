package org.postern.protocol.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.startup.StartupParameters.Setting;

class BackendOptionsTest {
  @Test
  void shouldSplitAtSpacesUnlessEscaped() {
    assertThat(BackendOptions.split(" a\\ b\t c\\\\d\n\\")).containsExactly("a b", "c\\d", "");
    assertThat(BackendOptions.split("   ")).isEmpty();
  }

  @Test
  void shouldReadEveryFormOfASetting() {
    assertThat(BackendOptions.parse("-c a=b -cc=d --work-mem=4MB -c search_path=x,\\ y -Fs -S 7"))
        .containsExactly(
            new Setting("a", "b"),
            new Setting("c", "d"),
            new Setting("work_mem", "4MB"),
            new Setting("search_path", "x, y"),
            new Setting("fsync", "false"),
            new Setting("log_statement_stats", "true"),
            new Setting("work_mem", "7"));
    assertThat(BackendOptions.parse(null)).isEmpty();
  }

  @Test
  void shouldRefuseAsPostgresWhenWordIsNoOption() {
    refused("-c", "invalid command-line argument for server process: -c");
    refused("-q", "invalid command-line argument for server process: -q");
    refused("foo", "invalid command-line argument for server process: foo");
    refused("-c work_mem", "-c work_mem requires a value");
    refused("--work_mem", "--work_mem requires a value");
  }

  private static void refused(String options, String message) {
    assertThatThrownBy(() -> BackendOptions.parse(options))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.sqlState()).isEqualTo("42601");
              assertThat(e.fatal()).isTrue();
            })
        .hasMessage(message);
  }
}
