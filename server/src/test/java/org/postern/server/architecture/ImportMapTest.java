package org.postern.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Who may import whom. Between modules: docs/ARCHITECTURE.md's drawing. Within a module: a package
 * imports only packages listed before it. Exceptions are named one by one, each with its reason.
 */
final class ImportMapTest {
  private static final Map<String, Set<String>> MODULES =
      Map.of(
          "storage", Set.of(),
          "wal", Set.of("storage"),
          "protocol", Set.of(),
          "executor", Set.of("storage"),
          "server", Set.of("storage", "wal", "protocol", "executor"));

  private static final List<String> STORAGE =
      List.of(
          "error",
          "os",
          "vfs",
          "shmem",
          "proc",
          "lwlock",
          "page",
          "tuple",
          "smgr",
          "walapi",
          "buffer",
          "transam",
          "lock",
          "inval",
          "freespace",
          "access",
          "heap",
          "btree",
          "vacuum",
          "stats",
          "database",
          "reaper");

  private static final List<String> WAL =
      List.of("record", "segment", "insert", "reader", "control", "checkpoint", "recovery", "dump");

  private static final List<String> PROTOCOL =
      List.of("frame", "message", "startup", "auth", "flow", "copy");

  private static final List<String> EXECUTOR =
      List.of(
          "types",
          "types.numeric",
          "types.text",
          "types.array",
          "types.network",
          "types.range",
          "types.datetime",
          "types.format",
          "types.json",
          "types.regex",
          "types.jsonpath",
          "types.io",
          "sql.ast",
          "sql.parser",
          "query",
          "vector",
          "row",
          "functions",
          "aggregate",
          "catalog",
          "catalog.bootstrap",
          "deparse",
          "analyze",
          "plan",
          "expr",
          "exec",
          "command",
          "session.guc",
          "session",
          "session.functions");

  private static final List<String> SERVER =
      List.of(
          "log",
          "launch",
          "config",
          "postmaster",
          "cli",
          "auxproc",
          "backend",
          "training",
          "image",
          "wiring");

  /** Packages of storage that the executor sees as a whole. */
  private static final Set<String> STORAGE_FOR_EXECUTOR =
      Set.of("error", "access", "tuple", "transam", "lock", "inval", "vacuum");

  /** Single classes of other packages of storage that the executor sees, and why. */
  private static final Set<String> CLASSES_FOR_EXECUTOR =
      Set.of(
          // LSNs shown by functions, and the log's position for a commit.
          "storage.walapi.WalLog",
          // The catalog messages of a transaction become part of its commit record.
          "storage.walapi.WalOutput",
          // Every loop asks whether it is to stop.
          "storage.proc.Interrupts",
          // What does not fit work_mem goes to temporary files.
          "storage.vfs.TemporaryFiles",
          "storage.vfs.TemporaryFile",
          // What pg_stat_activity shows.
          "storage.proc.ActivitySnapshot",
          "storage.proc.ActivityState",
          // The name of a relation's file is what pg_class.relfilenode says.
          "storage.smgr.RelFileLocator",
          "storage.smgr.Fork",
          // DDL creates and drops files, and pg_relation_filepath shows their names.
          "storage.smgr.StorageManager",
          "storage.smgr.RelationPaths",
          // The shape of TOAST tables is fixed by the heap and repeated in the catalogs.
          "storage.heap.ToastChunks");

  /** Uses of other classes of storage by single classes, and why. */
  private static final Set<String> INSIDES_FOR_EXECUTOR =
      Set.of(
          // CREATE, TRUNCATE and DROP make, empty and remove files together with their buffers.
          "executor.command.StorageFiles -> storage.buffer.BufferPool",
          "executor.command.StorageFiles -> storage.heap.Heap",
          "executor.command.StorageFiles -> storage.heap.HeapCleaner",
          // initdb lays out a database's directory before there is anything else.
          "executor.catalog.bootstrap.Bootstrap -> storage.vfs.FileSystem");

  /** What the code does against the order within a module. */
  private static final Set<String> UPWARD =
      Set.of(
          // A line prefix shows the kind of the process, which launch defines.
          "server.log.LogSession -> server.launch.ProcessKind",
          "server.log.ServerLog -> server.launch.ProcessKind");

  @Test
  void shouldKeepModulesApart() {
    Set<String> found =
        ProjectClasses.uses((user, used) -> {
          String from = ProjectClasses.module(user);
          String to = ProjectClasses.module(used);
          return !from.equals(to) && !MODULES.get(from).contains(to);
        });
    assertThat(found).as("uses across modules against the map").isEmpty();
  }

  @Test
  void shouldImportDownwardInStorage() {
    assertOrder("storage", STORAGE);
  }

  @Test
  void shouldImportDownwardInWal() {
    assertOrder("wal", WAL);
  }

  @Test
  void shouldImportDownwardInProtocol() {
    assertOrder("protocol", PROTOCOL);
  }

  @Test
  void shouldImportDownwardInExecutor() {
    assertOrder("executor", EXECUTOR);
  }

  @Test
  void shouldImportDownwardInServer() {
    assertOrder("server", SERVER);
  }

  @Test
  void shouldShowTheExecutorOnlyTheFaceOfStorage() {
    Set<String> found =
        ProjectClasses.uses((user, used) ->
            ProjectClasses.module(user).equals("executor")
                && ProjectClasses.module(used).equals("storage")
                && !STORAGE_FOR_EXECUTOR.contains(ProjectClasses.packageInModule(used))
                && !CLASSES_FOR_EXECUTOR.contains(outermost(used)));
    found.removeAll(INSIDES_FOR_EXECUTOR);
    assertThat(found).as("uses of storage's insides by the executor").isEmpty();
  }

  @Test
  void shouldReachBuffersFromRecoveryOnly() {
    Set<String> found =
        ProjectClasses.uses((user, used) ->
            ProjectClasses.module(user).equals("wal")
                && !ProjectClasses.packageInModule(user).equals("recovery")
                && isIn(used, "storage", "buffer"));
    assertThat(found).as("uses of buffers in wal outside of recovery").isEmpty();
  }

  @Test
  void shouldKeepHeapAndBtreeApart() {
    Set<String> found =
        ProjectClasses.uses((user, used) ->
            (isIn(user, "storage", "heap") && isIn(used, "storage", "btree"))
                || (isIn(user, "storage", "btree") && isIn(used, "storage", "heap")));
    assertThat(found).as("uses between tables and indexes").isEmpty();
  }

  @Test
  void shouldKeepPageAndOsAtTheBottom() {
    Set<String> found =
        ProjectClasses.uses((user, used) ->
            (isIn(user, "storage", "page") || isIn(user, "storage", "os"))
                && !isIn(used, "storage", "error")
                && !user.getPackageName().equals(used.getPackageName()));
    assertThat(found).as("uses of others by page and os").isEmpty();
  }

  private static boolean isIn(JavaClass type, String module, String name) {
    return ProjectClasses.module(type).equals(module)
        && ProjectClasses.packageInModule(type).equals(name);
  }

  private static String outermost(JavaClass type) {
    String name = type.getName().substring(ProjectClasses.ROOT.length());
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static void assertOrder(String module, List<String> order) {
    Set<String> packages = new TreeSet<>();
    for (JavaClass type : ProjectClasses.all()) {
      if (ProjectClasses.module(type).equals(module)) {
        packages.add(ProjectClasses.packageInModule(type));
      }
    }
    assertThat(packages).as("packages found of module " + module).isNotEmpty();
    assertThat(order).as("a package without a place in the order").containsAll(packages);
    Set<String> found =
        new HashSet<>(
            ProjectClasses.uses((user, used) ->
                ProjectClasses.module(user).equals(module)
                    && ProjectClasses.module(used).equals(module)
                    && order.indexOf(ProjectClasses.packageInModule(used))
                        > order.indexOf(ProjectClasses.packageInModule(user))));
    found.removeAll(UPWARD);
    assertThat(found).as("uses of a package listed later, in module " + module).isEmpty();
  }
}
