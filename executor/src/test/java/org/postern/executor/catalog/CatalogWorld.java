package org.postern.executor.catalog;

import java.nio.file.Path;
import org.postern.executor.catalog.bootstrap.Bootstrap;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.storage.access.FreeBlocks;
import org.postern.storage.btree.BtreeAccess;
import org.postern.storage.heap.Heap;
import org.postern.storage.inval.InvalidationQueue;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.transam.Transam;
import org.postern.storage.transam.XidLocks;

/** A cluster made by {@link Bootstrap} in a temporary directory, and processes that read it. */
public final class CatalogWorld implements AutoCloseable {
  public final StorageFixture fixture;
  public final SystemTables tables = SystemTables.load();
  private int sessions;

  public CatalogWorld(Path directory) {
    fixture = StorageFixture.create(directory, 8, 4096);
  }

  /** What a backend holds of the catalogs. */
  public final class Session {
    public final TestProcess process;
    public final Transam transam;
    public final TransactionManager tm;
    public final Heap heap;
    public final BtreeAccess btree;
    public final CatalogInvalidation invalidation;
    public final HeapCatalogStore store;
    public final Catalog catalog;
    public final ExprText exprText;
    public final RelationCache relations;
    public final TableHandles handles;

    Session() {
      boolean first = sessions++ == 0;
      process = first ? fixture.process() : fixture.newProcess();
      transam =
          new Transam(
              fixture.memory(),
              process.slots(),
              process.slot(),
              process.locks(),
              process.pool(),
              fixture.wal(),
              XidLocks.NONE);
      if (first) {
        transam.startFresh(1000, 16384, fixture.wal().insertLsn());
      }
      tm = transam.transactions();
      heap =
          new Heap(
              process.pool(),
              process.edits(),
              process.smgr(),
              tm,
              process.lockManager(),
              fixture.wal(),
              process.slot().interrupts(),
              process.pool().bufferCount(),
              sessions);
      btree =
          new BtreeAccess(
              process.slot().interrupts(),
              process.pool(),
              process.edits(),
              fixture.wal(),
              fixture.files(),
              FreeBlocks.NONE,
              () -> transam.horizons().oldestSnapshotCsn());
      invalidation =
          new CatalogInvalidation(
              Bootstrap.TEMPLATE1, new InvalidationQueue(fixture.memory(), process.locks()));
      tm.register(TransactionCallback.Phase.CACHES, invalidation);
      Catalog[] late = new Catalog[1];
      store =
          new HeapCatalogStore(
              new SystemShapes(Bootstrap.TEMPLATE1, oid -> late[0].type(oid).info()),
              heap,
              btree,
              tm,
              invalidation,
              () -> (int) transam.oids().next());
      CatalogTypes types = new CatalogTypes(oid -> late[0].type(oid).info());
      catalog = new Catalog(store, tables, BuiltinTypes::get, types);
      types.attach(catalog);
      late[0] = catalog;
      exprText = new ExprText(oid -> catalog.type(oid).info());
      relations = new RelationCache(catalog, exprText);
      handles = new TableHandles(catalog, relations, Bootstrap.TEMPLATE1);
      invalidation.listen((table, relation) -> catalog.invalidate(table));
      invalidation.listen(types::invalidate);
      invalidation.listen(relations::invalidate);
      invalidation.listen(handles::invalidate);
    }

    public void begin() {
      tm.begin(IsolationLevel.READ_COMMITTED, false);
      invalidation.accept();
    }

    public void commit() {
      tm.commit();
    }

    public void abort() {
      tm.abort();
    }
  }

  public Session session() {
    return new Session();
  }

  /** Runs the bootstrap in the first session. */
  public Session bootstrap() {
    Session session = session();
    session.begin();
    new Bootstrap(
            tables,
            session.store,
            session.process.smgr(),
            session.btree,
            (source, language, kind, oid) -> language == 12,
            new Bootstrap.Options("postgres", null, 6, "C", "C"))
        .run();
    session.commit();
    return session;
  }

  @Override
  public void close() {
    fixture.close();
  }
}
