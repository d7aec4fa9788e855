package org.postern.server.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line and environment of a child JVM: the one place that decides how much memory a
 * process costs before it has done anything.
 *
 * <p>The archive of linked classes is optional; when its file is missing or does not fit the class
 * path, the JVM starts without it. {@code ArchiveRelocationMode=0} maps the archive where it was
 * made for, so that its pages stay shared between all children instead of being relocated into
 * private copies.
 */
public final class JvmOptions {
  /** System property of the postmaster's JVM: the archive for the children, if there is one. */
  public static final String AOT_CACHE_PROPERTY = "postern.aot.cache";

  /** System property of the postmaster's JVM: where a backend writes the archive when it ends. */
  public static final String AOT_TRAIN_PROPERTY = "postern.aot.train";

  /** System property of the postmaster's JVM: more options for every child, to measure or debug. */
  public static final String EXTRA_PROPERTY = "postern.child.options";

  /**
   * One thread for each compiler, there from the start so that the optimizing one can be made to
   * yield. While it has work left, methods are compiled without profiling, which costs a method
   * much of its speed and only the optimizing compiler would read.
   */
  private static final List<String> COMPILERS =
      List.of(
          "-XX:CICompilerCount=2", "-XX:-UseDynamicNumberOfCompilerThreads", "-XX:Tier3DelayOn=0");

  private final Path javaHome;
  private final String classPath;
  private final Path aotCache;
  private final String trainingOutput;
  private final List<String> extra;

  /**
   * {@code aotCache} may be null. {@code trainingOutput} is empty, or names the archive that the
   * first backend of a training run makes of what it has loaded. {@code extra} goes last and so
   * wins over everything chosen here.
   */
  public JvmOptions(
      Path javaHome, String classPath, Path aotCache, String trainingOutput, List<String> extra) {
    this.javaHome = javaHome;
    this.classPath = classPath;
    this.aotCache = aotCache;
    this.trainingOutput = trainingOutput;
    this.extra = List.copyOf(extra);
  }

  /** The options for children of this JVM. */
  public static JvmOptions inherited() {
    String cache = System.getProperty(AOT_CACHE_PROPERTY, "");
    return new JvmOptions(
        Path.of(System.getProperty("java.home")),
        System.getProperty("java.class.path"),
        cache.isEmpty() ? null : Path.of(cache),
        System.getProperty(AOT_TRAIN_PROPERTY, ""),
        words(System.getProperty(EXTRA_PROPERTY, "")));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  /**
   * The options that make a process write its archive when it ends; none outside training.
   *
   * <p>Linked classes are all loaded, and their pages written to, when a process starts. That is
   * what a service wants, which must be there soon; an idle backend has 6 MB less without.
   */
  List<String> training(ProcessKind kind) {
    if (trainingOutput.isEmpty()) {
      return List.of();
    }
    List<String> options = new ArrayList<>();
    options.add("-XX:AOTCacheOutput=" + archive(Path.of(trainingOutput), kind));
    if (kind == ProcessKind.BACKEND) {
      options.add("-XX:-AOTClassLinking");
    }
    return options;
  }

  /**
   * Services have an archive of their own: a process loads all classes of its archive, and they
   * need none of those that run queries.
   */
  private static Path archive(Path main, ProcessKind kind) {
    return switch (kind) {
      case BACKEND, AUTOVACUUM_WORKER -> main;
      case STARTUP, CHECKPOINTER, BGWRITER, WALWRITER, REAPER, AUTOVACUUM_LAUNCHER ->
          main.resolveSibling(main.getFileName().toString().replace(".aot", "-services.aot"));
    };
  }

  /** The command line that runs {@code mainClass} as a process of the kind. */
  public List<String> command(ProcessKind kind, String mainClass, List<String> special) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(memory(kind));
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-XX:-UsePerfData");
    command.add("-Xrs");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(netty());
    Path archive = aotCache == null ? null : archive(aotCache, kind);
    if (archive != null && Files.isReadable(archive)) {
      command.add("-XX:AOTCache=" + archive);
      command.add("-XX:+UnlockDiagnosticVMOptions");
      command.add("-XX:ArchiveRelocationMode=0");
    }
    command.addAll(special);
    command.addAll(extra);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    return command;
  }

  /**
   * A backend may need room and the optimizing compiler; the others live in a few megabytes. The C
   * heap, which compiling leaves full of holes, is given back every two seconds.
   */
  private static List<String> memory(ProcessKind kind) {
    List<String> options = new ArrayList<>();
    switch (kind) {
      case BACKEND, STARTUP, AUTOVACUUM_WORKER -> {
        options.addAll(List.of("-Xmx1g", "-Xms6m", "-XX:NewSize=2m"));
        options.addAll(COMPILERS);
      }
      case CHECKPOINTER, BGWRITER, WALWRITER, REAPER, AUTOVACUUM_LAUNCHER ->
          options.addAll(
              List.of("-Xmx128m", "-Xms4m", "-XX:NewSize=2m", "-XX:TieredStopAtLevel=1"));
    }
    // A full collection, which an idle backend asks for, leaves little room free.
    options.add("-XX:MinHeapFreeRatio=10");
    options.add("-XX:MaxHeapFreeRatio=30");
    options.add("-Xss1m");
    options.add("-XX:ReservedCodeCacheSize=48m");
    options.add("-XX:MaxDirectMemorySize=64m");
    options.add("-XX:TrimNativeHeapInterval=2000");
    return options;
  }

  private static List<String> netty() {
    return List.of(
        "-Dio.netty.leakDetection.level=disabled",
        "-Dio.netty.jfr.enabled=false",
        "-Dio.netty.allocator.numHeapArenas=0",
        "-Dio.netty.allocator.numDirectArenas=1",
        "-Dio.netty.allocator.maxOrder=3",
        "-Dio.netty.eventLoopThreads=1",
        "-Dio.netty.processId=1",
        "-Dio.netty.machineId=00:00:00:00:00:00:00:01");
  }

  /** The whole environment of a child; nothing of the postmaster's own passes through. */
  public static Map<String, String> environment() {
    return Map.of("MALLOC_ARENA_MAX", "1", "LC_ALL", "C.UTF-8");
  }
}
