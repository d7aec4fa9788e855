package org.postern.server.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Running other programs in tests, and the small things that go with it. */
public final class Programs {
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;
  private static final int TIMEOUT_SECONDS = 120;
  private static final long POLL_NANOS = 20_000_000;

  private Programs() {}

  /** What a program printed, both streams together, and its exit status. */
  public record Outcome(int status, String output) {
    /** The output; throws when the status is not 0. */
    public String orFail() {
      if (status != 0) {
        throw new AssertionError("exit status " + status + ":\n" + output);
      }
      return output;
    }

    /** The output of a program that had to end with this status. */
    public String orFailWith(int wanted) {
      if (status != wanted) {
        throw new AssertionError("exit status " + status + ":\n" + output);
      }
      return output;
    }
  }

  /** Runs a program to its end. */
  public static Outcome run(Map<String, String> environment, String... command) throws IOException {
    Path output = Files.createTempFile("program", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      // A file, not a pipe: a server that is started would keep a pipe open.
      Process process = builder.redirectOutput(output.toFile()).start();
      if (!ends(process)) {
        waitFor(process.destroyForcibly());
        throw new AssertionError("no end of " + List.of(command) + ": " + read(output));
      }
      return new Outcome(process.exitValue(), read(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static boolean ends(Process process) {
    try {
      return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** Waits for the end of a process and gives its exit status. */
  static int waitFor(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** A free port of the loopback address, below the range of outgoing connections. */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken; the next one.
        continue;
      }
    }
  }

  /** Waits until something holds; fails after two minutes. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("did not come: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** The checkout's root: the first directory upwards that has the scripts. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(directory.resolve("scripts/postgres"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new AssertionError("not inside a checkout");
      }
    }
    return directory;
  }

  /** The process and all below it. */
  public static List<ProcessHandle> family(long pid) {
    List<ProcessHandle> all = new ArrayList<>();
    ProcessHandle.of(pid)
        .ifPresent(handle -> {
          all.add(handle);
          handle.descendants().forEach(all::add);
        });
    return all;
  }

  /** What ps shows of a process; empty when there is none. */
  public static String title(long pid) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "cmdline");
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    } catch (java.nio.file.NoSuchFileException e) {
      return "";
    }
  }

  /** Kills one process, at once. */
  public static void kill(long pid) throws IOException {
    run(Map.of(), "kill", "-9", Long.toString(pid)).orFail();
  }

  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
