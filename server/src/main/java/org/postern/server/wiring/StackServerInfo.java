package org.postern.server.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.session.Session;
import org.postern.executor.session.functions.ServerInfo;
import org.postern.server.launch.LaunchParameters;
import org.postern.storage.heap.HeapChecker;
import org.postern.storage.heap.HeapProblem;
import org.postern.storage.lock.WaitEventNames;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.page.PageLayout;
import org.postern.storage.proc.ActivitySnapshot;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.proc.WaitEvent;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.RelationPaths;
import org.postern.storage.stats.TableStat;

/** The server as a backend's system functions see it: through its storage and the slots. */
final class StackServerInfo implements ServerInfo {
  private static final long UNIX_TO_2000 = 946_684_800_000_000L;
  private static final double POLL_SECONDS = 0.02;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final StorageStack stack;
  private final LaunchParameters parameters;
  private final Session session;
  private final SessionSignals signals;
  private final long started = now();

  StackServerInfo(
      StorageStack stack, LaunchParameters parameters, Session session, SessionSignals signals) {
    this.stack = stack;
    this.parameters = parameters;
    this.session = session;
    this.signals = signals;
  }

  private static long now() {
    return System.currentTimeMillis() * 1000 - UNIX_TO_2000;
  }

  @Override
  public long startTime() {
    return parameters.serverStart() - UNIX_TO_2000;
  }

  @Override
  public long configurationLoadTime() {
    return started;
  }

  @Override
  public boolean inRecovery() {
    return false;
  }

  private RelFileLocator locator(int relation) {
    RelationEntry entry = session.database().relations().relation(relation);
    boolean stored = entry != null && "rtiSm".indexOf(entry.kind()) >= 0;
    return stored ? session.database().handles().locator(entry) : null;
  }

  @Override
  public long forkBytes(int relation, String fork) {
    RelFileLocator locator = locator(relation);
    Fork which =
        switch (fork) {
          case "fsm" -> Fork.FREE_SPACE;
          case "vm" -> Fork.VISIBILITY;
          case "init" -> Fork.INIT;
          default -> Fork.MAIN;
        };
    if (locator == null || !stack.storage.exists(locator, which)) {
      return 0;
    }
    return stack.storage.nblocks(locator, which) * PageLayout.PAGE_SIZE;
  }

  @Override
  public long databaseBytes(int database) {
    Path directory =
        stack.dataDirectory.resolve("base").resolve(Integer.toUnsignedString(database));
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String filePath(int relation) {
    RelFileLocator locator = locator(relation);
    return locator == null ? null : RelationPaths.path(locator, Fork.MAIN);
  }

  @Override
  public List<ServerProcess> processes() {
    List<ServerProcess> processes = new ArrayList<>();
    for (int i = 0; i < stack.slots.count(); i++) {
      if (stack.slots.isFree(i) || stack.slots.pid(i) == 0) {
        continue;
      }
      ActivitySnapshot activity = stack.slots.activity(i);
      if (activity.backendStart() == 0) {
        // It has a slot already, but has not said yet what it is.
        continue;
      }
      int wait = stack.slots.waitEvent(i);
      processes.add(
          new ServerProcess(
              stack.slots.pid(i),
              stack.slots.databaseOid(i),
              stack.slots.roleOid(i),
              WaitEventNames.type(wait),
              WaitEventNames.name(wait),
              stack.slots.xid(i),
              stack.slots.snapshotXmin(i),
              activity));
    }
    return processes;
  }

  @Override
  public Integer roleOf(int pid) {
    int index = stack.slots.indexOf(pid);
    return index < 0 || stack.slots.databaseOid(index) == 0 ? null : stack.slots.roleOid(index);
  }

  @Override
  public long sessionStart(int pid) {
    int index = stack.slots.indexOf(pid);
    return index < 0 ? 0 : stack.slots.activity(index).backendStart();
  }

  /** The process may go on as a spare or with another client: the session's start tells. */
  @Override
  public boolean awaitEnd(int pid, long sessionStart, long millis) {
    int index = stack.slots.indexOf(pid);
    if (index < 0) {
      return true;
    }
    long end = System.nanoTime() + millis * 1_000_000;
    while (stack.slots.pid(index) == pid
        && stack.slots.activity(index).backendStart() == sessionStart) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      sleep(POLL_SECONDS);
    }
    return true;
  }

  @Override
  public boolean signal(int pid, boolean terminate) {
    int index = stack.slots.indexOf(pid);
    if (index < 0 || stack.slots.databaseOid(index) == 0) {
      return false;
    }
    signals.raise(index, terminate ? Interrupts.TERMINATE : Interrupts.CANCEL);
    return true;
  }

  @Override
  public boolean reload() {
    return ProcessControl.kill((int) parameters.postmasterPid(), ProcessControl.SIGHUP);
  }

  @Override
  public void sleep(double seconds) {
    if (!(seconds > 0)) {
      return;
    }
    double nanos = seconds * NANOS_PER_SECOND;
    long end = System.nanoTime() + (long) Math.min(nanos, Long.MAX_VALUE / 4);
    while (true) {
      stack.slot.interrupts().check();
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      stack.slot.latch().await(Math.min(left, NANOS_PER_SECOND), WaitEvent.PG_SLEEP);
      stack.slot.latch().reset();
    }
  }

  @Override
  public List<TableProblem> checkTable(int table, TableCheck check) {
    RelationEntry entry = session.database().relations().relation(table);
    List<TableProblem> problems = new ArrayList<>();
    HeapChecker checker =
        new HeapChecker(stack.heap, session.database().handles().table(entry))
            .options(
                check.stop(),
                check.toast(),
                switch (check.skip()) {
                  case "all-visible" -> HeapChecker.Skip.ALL_VISIBLE;
                  case "all-frozen" -> HeapChecker.Skip.ALL_FROZEN;
                  default -> HeapChecker.Skip.NONE;
                });
    for (HeapProblem problem : checker.check(check.first(), check.end())) {
      problems.add(
          new TableProblem(
              problem.block(), problem.item(), problem.attribute() + 1, problem.message()));
    }
    return problems;
  }

  @Override
  public Long tableStatistic(int table, String name) {
    RelationEntry relation = session.database().relations().relation(table);
    if (relation == null || "rtm".indexOf(relation.kind()) < 0) {
      return null;
    }
    int database = relation.shared() ? 0 : session.database().oid();
    long entry = stack.statistics.find(database, table, false);
    return entry == 0 ? 0L : stack.statistics.get(entry, statistic(name));
  }

  private static TableStat statistic(String name) {
    return switch (name) {
      case "live_tuples" -> TableStat.LIVE_TUPLES;
      case "dead_tuples" -> TableStat.DEAD_TUPLES;
      case "mod_since_analyze" -> TableStat.MOD_SINCE_ANALYZE;
      case "ins_since_vacuum" -> TableStat.INS_SINCE_VACUUM;
      case "tuples_inserted" -> TableStat.INSERTED;
      case "tuples_updated" -> TableStat.UPDATED;
      case "tuples_deleted" -> TableStat.DELETED;
      case "tuples_hot_updated" -> TableStat.HOT_UPDATED;
      case "numscans" -> TableStat.SCANS;
      case "tuples_returned" -> TableStat.RETURNED;
      case "vacuum_count" -> TableStat.VACUUM_COUNT;
      case "autovacuum_count" -> TableStat.AUTOVACUUM_COUNT;
      case "analyze_count" -> TableStat.ANALYZE_COUNT;
      case "autoanalyze_count" -> TableStat.AUTOANALYZE_COUNT;
      case "last_vacuum_time" -> TableStat.LAST_VACUUM;
      case "last_autovacuum_time" -> TableStat.LAST_AUTOVACUUM;
      case "last_analyze_time" -> TableStat.LAST_ANALYZE;
      case "last_autoanalyze_time" -> TableStat.LAST_AUTOANALYZE;
      default -> throw new IllegalArgumentException("not a statistic: name=" + name);
    };
  }

  @Override
  public long walPosition() {
    return stack.wal.insertLsn();
  }
}
