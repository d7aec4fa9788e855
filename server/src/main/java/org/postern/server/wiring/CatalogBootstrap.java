package org.postern.server.wiring;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.postern.executor.catalog.SystemTables;
import org.postern.executor.catalog.bootstrap.Bootstrap;
import org.postern.executor.functions.FunctionRegistry;
import org.postern.executor.session.BackendServices;
import org.postern.executor.session.CurrentInvalidation;
import org.postern.executor.session.DatabaseContext;
import org.postern.executor.session.guc.GucState;
import org.postern.protocol.auth.ScramVerifier;
import org.postern.server.cli.ClusterBootstrap;
import org.postern.server.cli.ClusterSpec;
import org.postern.server.launch.ProcessKind;
import org.postern.storage.database.DatabaseFiles;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.vfs.PosixFileSystem;
import org.postern.wal.checkpoint.CheckpointKind;
import org.postern.wal.checkpoint.CheckpointSettings;
import org.postern.wal.recovery.WalBootstrap;

/**
 * Fills a new data directory: log and control file, the catalogs of template1 in one transaction,
 * then template0 and postgres as copies of it, and a shutdown checkpoint.
 */
final class CatalogBootstrap implements ClusterBootstrap {
  private static final int SEGMENT_BYTES = 16 << 20;
  private static final int CATALOG_VERSION = 202209061;
  private static final int FIRST_XID = 3;
  private static final int FIRST_OID = 16384;
  private static final int UTF8 = 6;
  private static final int TEMPLATE0 = 4;
  private static final int POSTGRES = 5;
  private static final ShmemConfig SIZES =
      new ShmemConfig(8, 4096, 4 << 20, 1024, 1 << 16, 1 << 20, 1 << 20);

  @Override
  public void bootstrap(ClusterSpec spec) throws Exception {
    Path data = spec.dataDirectory();
    WalBootstrap.create(
        new PosixFileSystem(),
        data,
        new SecureRandom().nextLong(),
        CATALOG_VERSION,
        SEGMENT_BYTES,
        FIRST_XID,
        FIRST_OID);
    Path segment = Files.createTempFile("postern-initdb", ".shm");
    try (Arena arena = Arena.ofShared()) {
      SharedMemory memory = SharedMemory.create(segment, SIZES, arena);
      memory.publish(ProcessControl.pid());
      ProcSlots slots = new ProcSlots(memory);
      Attachment attachment =
          new Attachment(memory, slots, slots.acquire(ProcessKind.STARTUP.number()));
      GucState settings = ProcessSettings.of(List.of());
      StorageStack stack = new StorageStack(data, attachment, settings);
      stack.recover(CheckpointSettings.DEFAULT);
      fill(spec, stack);
      stack.checkpointer(CheckpointSettings.DEFAULT).run(CheckpointKind.SHUTDOWN);
      stack.release();
    } finally {
      Files.delete(segment);
    }
  }

  private static void fill(ClusterSpec spec, StorageStack stack) throws IOException {
    SystemTables tables = SystemTables.load();
    CurrentInvalidation invalidation = new CurrentInvalidation();
    BackendServices services = BackendWiring.services(stack, invalidation);
    DatabaseContext database = new DatabaseContext(Bootstrap.TEMPLATE1, tables, services);
    TransactionManager transactions = stack.transam.transactions();
    FunctionRegistry functions = new FunctionRegistry(BackendWiring.allFamilies());
    transactions.begin(IsolationLevel.READ_COMMITTED, false);
    new Bootstrap(
            tables,
            database.store(),
            stack.storage,
            stack.btree,
            (source, language, kind, oid) ->
                kind == 'a'
                    || (language == 12
                        && (functions.lookup(source) != null
                            || BackendWiring.isAggregateStep(source))),
            new Bootstrap.Options(
                spec.superuser(),
                verifier(spec.password()),
                UTF8,
                locale(spec.locale()),
                locale(spec.locale())))
        .run();
    transactions.commit();
    DatabaseFiles files = new DatabaseFiles(stack.pool, stack.wal, (immediate, wait) -> {});
    files.copy(RelFileLocator.DEFAULT_TABLESPACE, Bootstrap.TEMPLATE1, TEMPLATE0);
    files.copy(RelFileLocator.DEFAULT_TABLESPACE, Bootstrap.TEMPLATE1, POSTGRES);
    for (int oid : new int[] {TEMPLATE0, POSTGRES}) {
      Files.writeString(
          spec.dataDirectory().resolve("base").resolve(Integer.toString(oid)).resolve("PG_VERSION"),
          "15\n",
          StandardCharsets.US_ASCII);
    }
  }

  private static String verifier(String password) {
    return password == null
        ? null
        : ScramVerifier.create(password.getBytes(StandardCharsets.UTF_8), new SecureRandom())
            .encoded();
  }

  private static String locale(String wanted) {
    return wanted == null ? "C" : wanted;
  }

  @Override
  public void complete(ClusterSpec spec) {
    // The databases are complete with their catalogs.
  }
}
