package org.postern.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.storage.error.SqlException;
import org.postern.storage.page.PageChecksum;
import org.postern.storage.page.PageLayout;
import org.postern.storage.vfs.PosixFileSystem;
import org.postern.wal.control.ClusterState;
import org.postern.wal.control.ControlFile;

/**
 * The program pg_checksums: verifies every page of a cluster that is shut down, the commit log's
 * pages among them. Checksums cannot be turned off, so there is no other operation.
 *
 * <p>Source: PostgreSQL documentation, reference page pg_checksums.
 */
public final class PgChecksumsCommand {
  private static final int BLOCKS_PER_SEGMENT = 1 << 17;
  private static final Pattern RELATION_FILE =
      Pattern.compile("(\\d+)(?:_(?:fsm|vm|init))?(?:\\.(\\d+))?");
  private static final String HINT = "Try \"pg_checksums --help\" for more information.";

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private String onlyFile;
  private boolean verbose;
  private long files;
  private long blocks;
  private long bad;

  public PgChecksumsCommand(PrintStream out, PrintStream err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  /** Runs the program; returns its exit status. */
  public int run(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      switch (arguments[0]) {
        case "--version", "-V" -> {
          out.println("pg_checksums (PostgreSQL) " + Version.SERVER);
          return 0;
        }
        case "--help", "-?" -> {
          out.print(HelpTexts.PG_CHECKSUMS);
          return 0;
        }
        default -> {
          // Options follow.
        }
      }
    }
    try {
      return check(directory(arguments));
    } catch (UsageException e) {
      err.println(e.getMessage());
      return e.exitStatus();
    } catch (SqlException e) {
      return fail(e.getMessage());
    }
  }

  private Path directory(String[] arguments) throws UsageException {
    Options options =
        new Options("pg_checksums")
            .values("-D --pgdata", "-f --filenode")
            .flags("-c --check", "-d --disable", "-e --enable", "-N --no-sync")
            .flags("-P --progress", "-v --verbose");
    List<String> operands;
    try {
      operands = options.parse(arguments).operands();
    } catch (UsageException e) {
      throw new UsageException(1, e.getMessage() + "\n" + HINT);
    }
    if (options.has("-d") || options.has("-e")) {
      throw new UsageException(
          1, "pg_checksums: error: data checksums are always on in this server");
    }
    onlyFile = options.value("-f", null);
    verbose = options.has("-v");
    String given = operands.isEmpty() ? environment.get("PGDATA") : operands.getFirst();
    given = options.value("-D", given);
    if (given == null || given.isEmpty()) {
      throw new UsageException(
          1, "pg_checksums: error: no data directory specified\n" + "pg_checksums: hint: " + HINT);
    }
    return Path.of(given);
  }

  private int fail(String message) {
    err.println("pg_checksums: error: " + message);
    return 1;
  }

  private int check(Path directory) throws IOException {
    ControlFile control = new ControlFile(new PosixFileSystem(), directory);
    if (!control.exists()) {
      return fail("could not open file \"" + directory + "/global/pg_control\" for reading");
    }
    if (control.read().state() != ClusterState.SHUT_DOWN) {
      return fail("cluster must be shut down");
    }
    scan(directory.resolve("global"));
    scan(directory.resolve("pg_xact"));
    for (Path database : list(directory.resolve("base"))) {
      scan(database);
    }
    out.println("Checksum operation completed");
    out.println("Files scanned:   " + files);
    out.println("Blocks scanned:  " + blocks);
    out.println("Bad checksums:  " + bad);
    out.println("Data checksum version: 1");
    return bad == 0 ? 0 : 1;
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return new ArrayList<>(entries.sorted().toList());
    }
  }

  private void scan(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    for (Path file : list(directory)) {
      Matcher name = RELATION_FILE.matcher(file.getFileName().toString());
      if (Files.isRegularFile(file)
          && name.matches()
          && (onlyFile == null || onlyFile.equals(name.group(1)))) {
        long segment = name.group(2) == null ? 0 : Long.parseLong(name.group(2));
        scanFile(file, segment * BLOCKS_PER_SEGMENT);
      }
    }
  }

  private void scanFile(Path file, long firstBlock) {
    files++;
    byte[] bytes = new byte[PageLayout.PAGE_SIZE];
    MemorySegment page = MemorySegment.ofArray(bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      var stream = java.nio.channels.Channels.newInputStream(channel);
      for (long block = 0; ; block++) {
        int count = stream.readNBytes(bytes, 0, bytes.length);
        if (count == 0) {
          break;
        }
        blocks++;
        if (count < bytes.length) {
          bad++;
          err.printf(
              "pg_checksums: error: could not read block %d in file \"%s\": read %d of %d%n",
              block, file, count, bytes.length);
          break;
        }
        if (!PageChecksum.verify(page, 0, firstBlock + block)) {
          bad++;
          err.printf(
              "pg_checksums: error: checksum verification failed in file \"%s\", block %d%n",
              file, block);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (verbose) {
      err.printf("pg_checksums: checksums verified in file \"%s\"%n", file);
    }
  }
}
