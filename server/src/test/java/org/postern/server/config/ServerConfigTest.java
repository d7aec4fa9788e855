package org.postern.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucSource;
import org.postern.server.log.LogSettings;
import org.postern.server.log.ServerLog;

class ServerConfigTest {
  @TempDir private Path directory;
  private final ServerLog log = ServerLog.start(null, LogSettings.INITIAL);
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void makeFile() throws IOException {
    write("");
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("postgresql.conf"), text);
  }

  private ServerConfig load(GucSetting... commandLine) {
    return ServerConfig.load(directory, List.of(commandLine), "postgres", log);
  }

  private ConfigFileReader read() {
    ConfigFileReader reader = new ConfigFileReader(notes::add);
    reader.read(directory.resolve("postgresql.conf"), true);
    return reader;
  }

  @Test
  void shouldReadTheGrammar() throws IOException {
    write(
        """
        # comment
        port=5433
        work_mem 4MB # comment
          listen_addresses = 'a ''b'' \\'c\\' \\101 \\n'
        search_path=x_1
        random_page_cost = -1.5e3
        my.param = on
        log_directory = pg_log/a-b:c.d
        """);
    ConfigFileReader reader = read();
    assertThat(reader.errors()).isEmpty();
    assertThat(reader.lines())
        .extracting(ConfigLine::name, ConfigLine::value, ConfigLine::line)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("port", "5433", 2),
            org.assertj.core.groups.Tuple.tuple("work_mem", "4MB", 3),
            org.assertj.core.groups.Tuple.tuple("listen_addresses", "a 'b' 'c' A \n", 4),
            org.assertj.core.groups.Tuple.tuple("search_path", "x_1", 5),
            org.assertj.core.groups.Tuple.tuple("random_page_cost", "-1.5e3", 6),
            org.assertj.core.groups.Tuple.tuple("my.param", "on", 7),
            org.assertj.core.groups.Tuple.tuple("log_directory", "pg_log/a-b:c.d", 8));
  }

  @Test
  void shouldReportSyntaxErrorsWithTokens() throws IOException {
    write("work_mem 5MB 6\nport\n= 3\nx = 'open\n");
    String file = directory.resolve("postgresql.conf").toString();
    assertThat(read().errors())
        .containsExactly(
            "syntax error in file \"" + file + "\" line 1, near token \"6\"",
            "syntax error in file \"" + file + "\" line 2, near end of line",
            "syntax error in file \"" + file + "\" line 3, near token \"=\"",
            "syntax error in file \"" + file + "\" line 4, near token \"'\"");
  }

  @Test
  void shouldFollowIncludes() throws IOException {
    Files.writeString(directory.resolve("one.conf"), "port = 1111\n");
    Files.createDirectory(directory.resolve("conf.d"));
    Files.writeString(directory.resolve("conf.d/b.conf"), "work_mem = 2MB\n");
    Files.writeString(directory.resolve("conf.d/a.conf"), "work_mem = 1MB\n");
    Files.writeString(directory.resolve("conf.d/ignored.txt"), "nonsense nonsense\n");
    write("include 'one.conf'\ninclude_if_exists 'none.conf'\ninclude_dir 'conf.d'\n");
    ServerConfig config = load();
    assertThat(config.integer("port")).isEqualTo(1111);
    assertThat(config.integer("work_mem")).isEqualTo(2048);
    read();
    assertThat(notes)
        .containsExactly(
            "skipping missing configuration file \"" + directory.resolve("none.conf") + "\"");
  }

  @Test
  void shouldStopWhenFilesIncludeEachOther() throws IOException {
    write("include 'postgresql.conf'\n");
    assertThat(read().errors()).singleElement().asString().contains("maximum nesting depth");
  }

  @Test
  void shouldPreferCommandLineAndLaterLines() throws IOException {
    write("port = 1000\nport = 1001\nwork_mem = 1MB\n");
    Files.writeString(directory.resolve("postgresql.auto.conf"), "work_mem = 3MB\n");
    ServerConfig config = load(new GucSetting("port", "2000", GucSource.COMMAND_LINE));
    assertThat(config.integer("port")).isEqualTo(2000);
    assertThat(config.integer("work_mem")).isEqualTo(3072);
  }

  @Test
  void shouldRefuseToStartWithBadFile() throws IOException {
    write("work_mem = 1\n");
    assertThatThrownBy(this::load)
        .hasMessage(
            "configuration file \"" + directory.resolve("postgresql.conf") + "\" contains errors");
    assertThatThrownBy(() -> load(new GucSetting("port", "x", GucSource.COMMAND_LINE)))
        .hasMessage("invalid value for parameter \"port\": \"x\"");
  }

  @Test
  void shouldChangeNothingWhenReloadedFileHasUnknownNames() throws IOException {
    write("work_mem = 1MB\n");
    ServerConfig config = load();
    write("work_mem = 2MB\nnonsense = 1\n");
    assertThat(config.reload(log)).isFalse();
    assertThat(config.integer("work_mem")).isEqualTo(1024);
  }

  @Test
  void shouldKeepOldValuesOfBadLinesWhenReloading() throws IOException {
    write("work_mem = 1MB\nport = 1000\n");
    ServerConfig config = load();
    write("work_mem = 1\nport = 1001\nmaintenance_work_mem = 2MB\n");
    assertThat(config.reload(log)).isTrue();
    assertThat(config.integer("work_mem")).isEqualTo(1024);
    assertThat(config.integer("port")).isEqualTo(1000);
    assertThat(config.integer("maintenance_work_mem")).isEqualTo(2048);
    write("port = 1000\n");
    assertThat(config.reload(log)).isTrue();
    assertThat(config.integer("maintenance_work_mem")).isEqualTo(65536);
    assertThat(config.integer("work_mem")).isEqualTo(4096);
  }
}
