package org.postern.executor.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.postern.executor.aggregate.CollectingAggregates;
import org.postern.executor.aggregate.CoreAggregates;
import org.postern.executor.catalog.CatalogWorld;
import org.postern.executor.catalog.bootstrap.Bootstrap;
import org.postern.executor.exec.BufferCounts;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.session.BackendServices;
import org.postern.executor.session.CurrentInvalidation;
import org.postern.executor.session.DatabaseContext;
import org.postern.executor.session.Portal;
import org.postern.executor.session.Session;
import org.postern.executor.session.SessionIdentity;
import org.postern.executor.session.SessionUtility;
import org.postern.executor.session.guc.GucCatalog;
import org.postern.executor.session.guc.GucChecks;
import org.postern.executor.session.guc.GucParser;
import org.postern.executor.session.guc.GucState;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.executor.vector.Batch;
import org.postern.storage.access.FreeBlocks;
import org.postern.storage.btree.BtreeAccess;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.heap.Heap;
import org.postern.storage.inval.InvalidationQueue;
import org.postern.storage.lock.TransactionLocks;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.transam.Transam;
import org.postern.storage.vfs.TemporaryFiles;

/** A bootstrapped cluster and sessions that run SQL in it. */
final class SqlWorld implements AutoCloseable {
  private final CatalogWorld world;
  private int sessions;

  SqlWorld(Path directory) {
    world = new CatalogWorld(directory);
    world.bootstrap();
  }

  Client connect() {
    return new Client();
  }

  @Override
  public void close() {
    world.close();
  }

  /** One client. */
  final class Client implements SessionUtility.Services {
    final List<String> notices = new ArrayList<>();
    private final Session session;
    private final TestProcess process;
    private final StorageFiles files;
    private final SessionUtility utility;

    Client() {
      sessions++;
      process = world.fixture.newProcess();
      TransactionLocks xidLocks = new TransactionLocks(process.lockManager());
      Transam transam =
          new Transam(
              world.fixture.memory(),
              process.slots(),
              process.slot(),
              process.locks(),
              process.pool(),
              world.fixture.wal(),
              xidLocks);
      transam.transactions().register(TransactionCallback.Phase.LOCKS, xidLocks);
      Heap heap =
          new Heap(
              process.pool(),
              process.edits(),
              process.smgr(),
              transam.transactions(),
              process.lockManager(),
              world.fixture.wal(),
              process.slot().interrupts(),
              process.pool().bufferCount(),
              10 + sessions);
      BtreeAccess btree =
          new BtreeAccess(
              process.slot().interrupts(),
              process.pool(),
              process.edits(),
              world.fixture.wal(),
              world.fixture.files(),
              FreeBlocks.NONE,
              () -> transam.horizons().oldestSnapshotCsn());
      CurrentInvalidation invalidation = new CurrentInvalidation();
      transam.transactions().register(TransactionCallback.Phase.CACHES, invalidation);
      BackendServices services =
          new BackendServices(
              transam,
              heap,
              btree,
              process.lockManager(),
              new InvalidationQueue(world.fixture.memory(), process.locks()),
              invalidation,
              process.slot().interrupts(),
              new TemporaryFiles(
                  world.fixture.files(),
                  world.fixture.directory().resolve("base").resolve("pgsql_tmp"),
                  sessions),
              new BufferCounts(
                  process.pool()::hits, process.pool()::reads, process.pool()::dirtied),
              process.pool()::releaseAll);
      DatabaseContext database = new DatabaseContext(Bootstrap.TEMPLATE1, world.tables, services);
      files =
          new StorageFiles(
              transam.transactions(),
              process.pool(),
              heap,
              process.lockManager(),
              world.fixture.directory(),
              () -> 1 << 20);
      session =
          new Session(
              services,
              database,
              new GucState(GucCatalog.load(), new GucParser(GucChecks.builtIn())),
              new SessionIdentity(10, "postgres", true, "template1", 1, null, 0, null, 0),
              this::notice,
              new Session.Code(
                  Client::families, List.of(new CoreAggregates(), new CollectingAggregates())));
      utility = new SessionUtility(session, session.sequences(), this);
      session.setUtility(utility);
    }

    private static List<FunctionFamily> families(Session session) {
      List<FunctionFamily> families = new ArrayList<>();
      families.add(new SequenceFunctions(session.sequences()));
      families.addAll(org.postern.executor.session.functions.SessionFamilies.all(session, null));
      return families;
    }

    CommandEnvironment environment() {
      return utility.environment();
    }

    Session session() {
      return session;
    }

    private void notice(Severity severity, SqlException report) {
      notices.add(text(severity.name(), report));
    }

    /** A report as psql shows it with VERBOSITY verbose, places left out. */
    private static String text(String severity, SqlException e) {
      StringBuilder text = new StringBuilder(severity + ":  " + e.state().code());
      text.append(": ").append(e.getMessage());
      field(text, "DETAIL", e.detail());
      field(text, "HINT", e.hint());
      field(text, "CONTEXT", e.where());
      field(text, "SCHEMA NAME", e.schemaName());
      field(text, "TABLE NAME", e.tableName());
      field(text, "COLUMN NAME", e.columnName());
      field(text, "DATATYPE NAME", e.dataTypeName());
      field(text, "CONSTRAINT NAME", e.constraintName());
      return text.toString();
    }

    private static void field(StringBuilder text, String name, String value) {
      if (value != null) {
        text.append("\n").append(name).append(":  ").append(value);
      }
    }

    /** Runs statements; throws what they throw. The rows and tag of the last. */
    String run(String sql) {
      String result = "";
      for (RawStatement raw : session.parse(sql)) {
        session.block().startStatement();
        try {
          session.checkAllowed(raw.statement());
          Portal portal = session.open(session.simple(sql, raw), new Object[0]);
          result = drain(portal);
          portal.close();
          session.block().finishStatement(false);
        } catch (RuntimeException e) {
          session.failed();
          throw e;
        }
      }
      return result;
    }

    /** Runs a statement: notices, rows and tag or the error, as psql shows them. */
    String show(String sql) {
      notices.clear();
      String result;
      try {
        result = run(sql);
      } catch (SqlException e) {
        result = text("ERROR", e);
      }
      StringJoiner all = new StringJoiner("\n");
      notices.forEach(all::add);
      if (!result.isEmpty()) {
        all.add(result);
      }
      return all.toString();
    }

    private String drain(Portal portal) {
      StringJoiner lines = new StringJoiner("\n");
      long rows = 0;
      for (Batch batch = portal.next(); batch != null; batch = portal.next()) {
        for (int i = 0; i < batch.size(); i++) {
          rows++;
          StringJoiner line = new StringJoiner("|");
          for (int c = 0; c < portal.columns().size(); c++) {
            PlannedStatement.OutputColumn column = portal.columns().get(c);
            Object value = batch.columns[c].get(batch.row(i));
            line.add(
                value == null
                    ? ""
                    : session
                        .execEnvironment()
                        .exprs()
                        .output(column.type(), value, session.types())
                        .toString());
          }
          lines.add(line.toString());
        }
      }
      String tag = portal.tag(rows);
      if (!portal.returnsRows()) {
        return tag;
      }
      if (!java.util.Set.of("SELECT", "FETCH", "EXPLAIN").contains(tag.split(" ")[0])) {
        lines.add(tag);
      }
      return lines.toString();
    }

    @Override
    public RelationFiles files() {
      return files;
    }

    @Override
    public DatabaseFiles databases() {
      return null;
    }

    @Override
    public void checkpoint() {
      // The log of the fixture needs none.
    }

    @Override
    public String passwordSecret(String role, String password) {
      return "SCRAM-SHA-256$" + password;
    }

    @Override
    public void discard(String what) {
      // There is nothing more to forget.
    }

    @Override
    public void alterSystem(String name, String value) {
      throw new IllegalStateException("no configuration file");
    }
  }
}
