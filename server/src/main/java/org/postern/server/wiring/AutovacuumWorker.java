package org.postern.server.wiring;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.SystemTables;
import org.postern.executor.session.BackendServices;
import org.postern.executor.session.CurrentInvalidation;
import org.postern.executor.session.DatabaseContext;
import org.postern.executor.session.Portal;
import org.postern.executor.session.Session;
import org.postern.executor.session.SessionIdentity;
import org.postern.executor.session.TypeNaming;
import org.postern.executor.session.guc.GucAction;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucState;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ControlListener;
import org.postern.server.launch.ProcessBody;
import org.postern.server.launch.ShutdownMode;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.stats.TableStat;
import org.postern.storage.stats.VacuumThresholds;

/**
 * An autovacuum worker: vacuums and analyzes the tables of one database that are due, by the same
 * statements that a user would give, and ends.
 */
final class AutovacuumWorker implements ProcessBody {
  private static final int DATABASE_CATALOG = 1262;
  private static final int BOOTSTRAP_ROLE = 10;
  private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

  @Override
  public ControlFrame.ExitReason run(ChildContext context) {
    GucState settings = ProcessSettings.of(context.parameters().settings());
    StorageStack stack =
        new StorageStack(
            context.parameters().dataDirectory(),
            Attachment.attach(context.parameters()),
            settings);
    context.control().listen(new Ending(stack.slot));
    context.control().send(new ControlFrame.Ready());
    int database = stack.statistics.takeWorkerRequest();
    if (database != 0) {
      new Work(context, stack, settings, database).run();
    }
    stack.release();
    return ControlFrame.ExitReason.DONE;
  }

  /** The server or DROP DATABASE wants the worker to stop. */
  private record Ending(ProcSlot slot) implements ControlListener {
    @Override
    public void interrupt(ControlFrame.InterruptKind kind, int cancelKey) {
      switch (kind) {
        case TERMINATE -> slot.interrupts().raise(Interrupts.TERMINATE);
        case CANCEL -> slot.interrupts().raise(Interrupts.CANCEL);
        case WAKE -> {
          // The interrupt is in the slot already.
        }
      }
    }

    @Override
    public void reload(List<GucSetting> settings) {
      // A worker is soon over.
    }

    @Override
    public void shutdown(ShutdownMode mode) {
      slot.interrupts().raise(Interrupts.TERMINATE);
    }
  }

  /** One database's turn. */
  private static final class Work {
    private final ChildContext context;
    private final StorageStack stack;
    private final GucState settings;
    private final int databaseOid;
    private final DatabaseContext database;
    private final Session session;
    private String databaseName;

    /** What is to be done to a table. */
    private record Task(int table, String statement, String shown) {}

    Work(ChildContext context, StorageStack stack, GucState settings, int databaseOid) {
      this.context = context;
      this.stack = stack;
      this.settings = settings;
      this.databaseOid = databaseOid;
      CurrentInvalidation invalidation = new CurrentInvalidation();
      BackendServices services = BackendWiring.services(stack, invalidation);
      database = new DatabaseContext(databaseOid, SystemTables.load(), services);
      SessionIdentity identity =
          new SessionIdentity(
              BOOTSTRAP_ROLE, "postgres", true, "", ProcessControl.pid(), null, -1, null, -1);
      SessionSignals signals = new SessionSignals(stack.slots, context.control());
      session =
          new Session(
              services,
              database,
              settings,
              identity,
              (severity, report) -> {},
              BackendWiring.code(stack, context.parameters(), signals));
      BackendWiring.prepare(session, new CommandServices(stack, settings, signals));
    }

    private static long now() {
      return System.currentTimeMillis() * 1000 - EPOCH_2000_MICROS;
    }

    void run() {
      try {
        settings.set("search_path", "", true, GucAction.SET);
        settings.set(
            "vacuum_cost_delay",
            settings.get("autovacuum_vacuum_cost_delay").text(),
            true,
            GucAction.SET);
        if (settings.integer("autovacuum_vacuum_cost_limit") > 0) {
          settings.set(
              "vacuum_cost_limit",
              settings.get("autovacuum_vacuum_cost_limit").text(),
              true,
              GucAction.SET);
        }
        List<Task> tasks = connect() ? tasks() : List.of();
        stack.slot.vacuumFlags(ProcSlotLayout.VACUUM_IS_AUTOVACUUM);
        for (Task task : tasks) {
          perform(task);
        }
      } catch (SqlException e) {
        // Told to end, or the database has gone meanwhile.
        context.log().error(e, null);
      } finally {
        session.close();
        stack.slot.vacuumFlags(0);
        stack.slot.databaseOid(0);
      }
    }

    /** Names the database in the slot, so that nobody drops it; false when it is gone already. */
    private boolean connect() {
      session.block().startStatement();
      stack.lockManager.acquire(
          LockTag.object(0, DATABASE_CATALOG, databaseOid, 0),
          LockMode.ROW_EXCLUSIVE,
          false,
          WaitPolicy.BLOCK);
      stack.slot.databaseOid(databaseOid);
      database.invalidation().accept();
      CatalogRow row =
          database
              .catalog()
              .row("pg_database", CatalogIndexes.DATABASE_OID, Catalog.unsigned(databaseOid));
      session.block().finishStatement(false);
      if (row == null) {
        return false;
      }
      databaseName = row.text("datname");
      stack.slot.activity().connected("autovacuum worker", "", databaseName, "", "", -1, now());
      context.title().set("autovacuum worker " + databaseName);
      return true;
    }

    private List<Task> tasks() {
      List<Task> tasks = new ArrayList<>();
      session.block().startStatement();
      for (CatalogRow row : database.store().scan(database.catalog().tables().table("pg_class"))) {
        char kind = row.character("relkind");
        if (kind == 'r' || kind == 'm') {
          Task task = task(database.relations().relation(row.oid("oid")));
          if (task != null) {
            tasks.add(task);
          }
        }
      }
      session.block().finishStatement(false);
      return tasks;
    }

    private Task task(RelationEntry table) {
      VacuumThresholds thresholds =
          table == null ? null : new AutovacuumSettings(settings).of(table);
      if (thresholds == null || table.persistence() == 't') {
        return null;
      }
      long entry = stack.statistics.find(table.shared() ? 0 : databaseOid, table.oid(), false);
      if (entry == 0) {
        return null;
      }
      double rows = Math.max(0, table.rowCount());
      boolean vacuum =
          thresholds.vacuumDue(
              rows,
              stack.statistics.get(entry, TableStat.DEAD_TUPLES),
              stack.statistics.get(entry, TableStat.INS_SINCE_VACUUM));
      boolean analyze =
          thresholds.analyzeDue(rows, stack.statistics.get(entry, TableStat.MOD_SINCE_ANALYZE));
      if (!vacuum && !analyze) {
        learnSize(entry, (long) rows);
        return null;
      }
      String schema = database.catalog().namespaceName(table.namespace());
      String command = vacuum ? (analyze ? "VACUUM ANALYZE" : "VACUUM") : "ANALYZE";
      return new Task(
          table.oid(),
          command + " " + TypeNaming.quote(schema) + "." + TypeNaming.quote(table.name()),
          "autovacuum: " + command + " " + schema + "." + table.name());
    }

    /** After a restart the statistics count from 0, and the launcher would call again and again. */
    private void learnSize(long entry, long rows) {
      if (stack.statistics.get(entry, TableStat.LIVE_TUPLES) < rows) {
        stack.statistics.set(entry, TableStat.LIVE_TUPLES, rows);
      }
    }

    /** Another worker may have been here since the task was noted. */
    private Task stillDue(Task noted) {
      session.block().startStatement();
      RelationEntry table = database.relations().relation(noted.table());
      Task task = task(table);
      session.block().finishStatement(false);
      return task;
    }

    private void perform(Task noted) {
      stack.slot.interrupts().check();
      Task task = stillDue(noted);
      if (task == null) {
        return;
      }
      long now = now();
      stack.slot.activity().running(task.shown(), 0, now, now);
      try {
        RawStatement raw = session.parse(task.statement()).getFirst();
        session.block().startStatement();
        Portal portal = session.open(session.simple(task.statement(), raw), new Object[0]);
        while (portal.next() != null) {
          // The statement gives no rows, it is run by asking.
          continue;
        }
        portal.close();
        session.block().finishStatement(false);
      } catch (SqlException e) {
        session.failed();
        if (e.severity() == Severity.FATAL || e.severity() == Severity.PANIC) {
          throw e;
        }
        context.log().error(e, task.shown());
      }
    }
  }
}
