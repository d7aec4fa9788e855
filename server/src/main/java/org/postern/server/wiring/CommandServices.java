package org.postern.server.wiring;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.postern.executor.command.DatabaseFiles;
import org.postern.executor.command.RelationFiles;
import org.postern.executor.command.StorageFiles;
import org.postern.executor.session.SessionUtility;
import org.postern.executor.session.guc.GucState;
import org.postern.protocol.auth.ScramVerifier;
import org.postern.server.config.AutoConfFile;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.wal.checkpoint.SharedCheckpointRequests;

/** What DDL needs of the server: files, checkpoints, stored passwords. */
final class CommandServices implements SessionUtility.Services {
  private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

  private final StorageStack stack;
  private final StorageFiles files;
  private final SharedCheckpointRequests checkpoints;
  private final DatabaseFiles databases;

  CommandServices(StorageStack stack, GucState settings, SessionSignals signals) {
    this.stack = stack;
    this.checkpoints = new SharedCheckpointRequests(stack.memory, stack.slot);
    this.databases =
        new DatabaseDirectories(
            new org.postern.storage.database.DatabaseFiles(stack.pool, stack.wal, checkpoints),
            stack.slots,
            stack.slot.index(),
            stack.transam.transactions(),
            signals);
    this.files =
        new StorageFiles(
            stack.transam.transactions(),
            stack.pool,
            stack.heap,
            stack.lockManager,
            stack.dataDirectory.resolve("base").resolve("pgsql_tmp"),
            () -> settings.integer("maintenance_work_mem") * 1024L);
  }

  @Override
  public RelationFiles files() {
    return files;
  }

  @Override
  public DatabaseFiles databases() {
    return databases;
  }

  @Override
  public void checkpoint() {
    checkpoints.request(true, true);
  }

  @Override
  public String passwordSecret(String role, String password) {
    return ScramVerifier.parse(password).isPresent()
        ? password
        : ScramVerifier.create(password.getBytes(StandardCharsets.UTF_8), new SecureRandom())
            .encoded();
  }

  private static long now() {
    return System.currentTimeMillis() * 1000 - EPOCH_2000_MICROS;
  }

  private boolean automatic() {
    return (stack.slot.vacuumFlags() & ProcSlotLayout.VACUUM_IS_AUTOVACUUM) != 0;
  }

  @Override
  public void vacuumed(int database, int table, double live, long dead) {
    stack.statistics.vacuumed(database, table, (long) live, dead, automatic(), now());
  }

  @Override
  public void analyzed(int database, int table, double live) {
    stack.statistics.analyzed(database, table, (long) live, automatic(), now());
  }

  @Override
  public void alterSystem(String name, String value) {
    new AutoConfFile(stack.dataDirectory).change(name, value);
  }

  @Override
  public void discard(String what) {
    // Plans are dropped by the session; there are no temporary tables yet.
  }
}
