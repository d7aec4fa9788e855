package org.postern.executor.session.guc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

class GucStateTest {
  private final GucState state =
      new GucState(GucCatalog.load(), new GucParser(GucChecks.builtIn()));

  private void set(String text) {
    state.set("work_mem", text, false, GucAction.SET);
  }

  private void setLocal(String text) {
    state.set("work_mem", text, false, GucAction.LOCAL);
  }

  private int workMem() {
    return state.integer("work_mem");
  }

  @Test
  void shouldKeepSetWhenTransactionCommits() {
    int level = state.begin();
    set("100");
    state.end(level, true);
    assertThat(workMem()).isEqualTo(100);
    assertThat(state.get("work_mem").source()).isEqualTo(GucSource.SESSION);
  }

  @Test
  void shouldUndoSetWhenTransactionAborts() {
    int level = state.begin();
    set("100");
    set("200");
    state.end(level, false);
    assertThat(workMem()).isEqualTo(4096);
    assertThat(state.get("work_mem").source()).isEqualTo(GucSource.DEFAULT);
  }

  @Test
  void shouldUndoSetLocalWhenTransactionCommits() {
    int level = state.begin();
    setLocal("100");
    assertThat(workMem()).isEqualTo(100);
    state.end(level, true);
    assertThat(workMem()).isEqualTo(4096);
  }

  @Test
  void shouldUncoverSetWhenSetLocalFollowedItAndTransactionCommits() {
    int level = state.begin();
    set("100");
    setLocal("200");
    assertThat(workMem()).isEqualTo(200);
    state.end(level, true);
    assertThat(workMem()).isEqualTo(100);
  }

  @Test
  void shouldForgetSetLocalWhenSetFollowsIt() {
    int level = state.begin();
    setLocal("200");
    set("100");
    state.end(level, true);
    assertThat(workMem()).isEqualTo(100);
  }

  @Test
  void shouldGoBackToSavepoint() {
    int transaction = state.begin();
    set("100");
    int savepoint = state.begin();
    set("200");
    state.end(savepoint, false);
    assertThat(workMem()).isEqualTo(100);
    state.end(transaction, true);
    assertThat(workMem()).isEqualTo(100);
  }

  @Test
  void shouldKeepLocalOfReleasedSavepointUntilTransactionEnds() {
    int transaction = state.begin();
    int savepoint = state.begin();
    setLocal("200");
    state.end(savepoint, true);
    assertThat(workMem()).isEqualTo(200);
    state.end(transaction, true);
    assertThat(workMem()).isEqualTo(4096);
  }

  @Test
  void shouldUncoverOuterSetWhenReleasedSavepointHadLocal() {
    int transaction = state.begin();
    set("100");
    int savepoint = state.begin();
    setLocal("200");
    state.end(savepoint, true);
    assertThat(workMem()).isEqualTo(200);
    state.end(transaction, true);
    assertThat(workMem()).isEqualTo(100);
  }

  @Test
  void shouldAbortReleasedSavepointWithTransaction() {
    int transaction = state.begin();
    int savepoint = state.begin();
    set("200");
    state.end(savepoint, true);
    state.end(transaction, false);
    assertThat(workMem()).isEqualTo(4096);
  }

  @Test
  void shouldRestoreFunctionSettingInAnyCase() {
    int transaction = state.begin();
    int function = state.begin();
    state.set("work_mem", "300", false, GucAction.SAVE);
    state.end(function, true);
    assertThat(workMem()).isEqualTo(4096);
    state.end(transaction, true);
    assertThat(workMem()).isEqualTo(4096);
  }

  @Test
  void shouldResetToStrongestDefault() {
    state.apply(List.of(new GucSetting("work_mem", "1MB", GucSource.FILE, "f", 3)), true);
    state.setDefault("work_mem", "2MB", GucContext.USER, GucSource.DATABASE);
    state.setDefault("work_mem", "3MB", GucContext.USER, GucSource.USER);
    set("100");
    state.reset("work_mem", false, GucAction.SET);
    assertThat(state.get("work_mem").show()).isEqualTo("3MB");
    assertThat(state.get("work_mem").source()).isEqualTo(GucSource.USER);
  }

  @Test
  void shouldTakeReloadedDefaultButKeepSessionValue() {
    set("100");
    state.apply(List.of(new GucSetting("work_mem", "1MB", GucSource.FILE, "f", 3)), false);
    assertThat(workMem()).isEqualTo(100);
    state.resetAll();
    assertThat(workMem()).isEqualTo(1024);
    state.apply(List.of(), false);
    assertThat(workMem()).isEqualTo(4096);
  }

  @Test
  void shouldKeepPostmasterParameterWhenReloading() {
    state.apply(List.of(new GucSetting("port", "7777", GucSource.FILE, "f", 1)), true);
    state.apply(List.of(new GucSetting("port", "8888", GucSource.FILE, "f", 1)), false);
    assertThat(state.integer("port")).isEqualTo(7777);
  }

  @Test
  void shouldRefuseByContext() {
    assertRefused("port", "parameter \"port\" cannot be changed without restarting the server");
    assertRefused("block_size", "parameter \"block_size\" cannot be changed");
    assertRefused("fsync", "parameter \"fsync\" cannot be changed now");
    assertRefused(
        "log_connections", "parameter \"log_connections\" cannot be set after connection start");
    assertRefused("log_statement", "permission denied to set parameter \"log_statement\"");
    state.set("log_statement", "all", true, GucAction.SET);
    assertThat(state.text("log_statement")).isEqualTo("all");
  }

  private void assertRefused(String name, String message) {
    assertThatThrownBy(() -> state.set(name, "1", false, GucAction.SET)).hasMessage(message);
  }

  @Test
  void shouldMakeCustomParameterOnlyForQualifiedNames() {
    state.set("my.setting", "x", false, GucAction.SET);
    assertThat(state.text("MY.setting")).isEqualTo("x");
    assertThatThrownBy(() -> state.set("mysetting", "x", false, GucAction.SET))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.UNDEFINED_OBJECT))
        .hasMessage("unrecognized configuration parameter \"mysetting\"");
    assertThatThrownBy(() -> state.set("a.3", "x", false, GucAction.SET))
        .hasMessage("invalid configuration parameter name \"a.3\"");
  }

  @Test
  void shouldReportChangesOnce() {
    state.reported();
    state.set("application_name", "app", false, GucAction.SET);
    state.set("work_mem", "100", false, GucAction.SET);
    assertThat(state.takeUnreported()).extracting(GucVariable::text).containsExactly("app");
    assertThat(state.takeUnreported()).isEmpty();
  }

  @Test
  void shouldReportValueRestoredByRollback() {
    state.reported();
    int level = state.begin();
    state.set("DateStyle", "German", false, GucAction.SET);
    state.takeUnreported();
    state.end(level, false);
    assertThat(state.takeUnreported()).extracting(GucVariable::text).containsExactly("ISO, MDY");
  }
}
