package org.postern.server.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucState;
import org.postern.server.auxproc.ServiceWork;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ProcessKind;
import org.postern.storage.proc.WaitEvent;
import org.postern.storage.stats.TableStat;
import org.postern.storage.stats.TableStatistics;
import org.postern.storage.stats.VacuumThresholds;

/**
 * The autovacuum launcher: looks at the shared statistics now and then, and has the postmaster
 * start a worker for a database in which some table is due and no worker is busy. It reads no
 * catalog; whether the table wants to be vacuumed is for the worker to find out.
 */
final class AutovacuumLauncher implements ServiceWork {
  private static final long MAX_START_NANOS = 60_000_000_000L;

  private final ChildContext context;
  private final Attachment attachment;
  private final GucState settings;
  private final TableStatistics statistics;
  private int last;
  private long requestedAt;

  AutovacuumLauncher(ChildContext context) {
    this.context = context;
    this.attachment = Attachment.attach(context.parameters());
    this.settings = ProcessSettings.of(context.parameters().settings());
    this.statistics = new TableStatistics(attachment.memory());
  }

  @Override
  public long round() {
    attachment.slot().latch().reset();
    List<Integer> due = dueDatabases();
    List<Integer> busy = busyDatabases();
    due.removeAll(busy);
    boolean room = busy.size() < settings.integer("autovacuum_max_workers") && !isWorkerComing();
    if (!due.isEmpty() && room) {
      int next = due.getFirst();
      for (int database : due) {
        if (Integer.compareUnsigned(database, last) > 0) {
          next = database;
          break;
        }
      }
      last = next;
      statistics.requestWorker(next);
      requestedAt = System.nanoTime();
      context.control().send(new ControlFrame.WorkerRequest());
    }
    return settings.integer("autovacuum_naptime") * 1000L / Math.max(1, due.size());
  }

  private List<Integer> dueDatabases() {
    VacuumThresholds thresholds = new AutovacuumSettings(settings).general();
    Set<Integer> due = new TreeSet<>(Integer::compareUnsigned);
    statistics.forEach((database, table, entry) -> {
      long rows = statistics.get(entry, TableStat.LIVE_TUPLES);
      boolean vacuum =
          thresholds.vacuumDue(
              rows,
              statistics.get(entry, TableStat.DEAD_TUPLES),
              statistics.get(entry, TableStat.INS_SINCE_VACUUM));
      boolean analyze =
          thresholds.analyzeDue(rows, statistics.get(entry, TableStat.MOD_SINCE_ANALYZE));
      if (database != 0 && (vacuum || analyze)) {
        due.add(database);
      }
    });
    return new ArrayList<>(due);
  }

  /** One that has not come after a minute is not waited for any longer. */
  private boolean isWorkerComing() {
    return statistics.isWorkerRequested() && System.nanoTime() - requestedAt < MAX_START_NANOS;
  }

  /** Where workers are; 0 for one that has not said yet. */
  private List<Integer> busyDatabases() {
    List<Integer> busy = new ArrayList<>();
    for (int i = 0; i < attachment.slots().count(); i++) {
      boolean worker = attachment.slots().kind(i) == ProcessKind.AUTOVACUUM_WORKER.number();
      if (worker && !attachment.slots().isFree(i)) {
        busy.add(attachment.slots().databaseOid(i));
      }
    }
    return busy;
  }

  @Override
  public void await(long millis) {
    attachment.slot().latch().await(millis * 1_000_000, WaitEvent.AUTOVACUUM_MAIN);
  }

  @Override
  public void wake() {
    attachment.slot().latch().set();
  }

  @Override
  public void reload(List<GucSetting> newSettings) {
    settings.apply(newSettings, false);
  }

  @Override
  public void finish() {
    attachment.release();
  }
}
