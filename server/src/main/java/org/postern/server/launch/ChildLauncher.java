package org.postern.server.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts child processes: spawns the JVM and hands it its parameters over standard input. Both
 * output streams go where the postmaster's standard error goes.
 */
public final class ChildLauncher {
  private final JvmOptions options;
  private final String mainClass;
  private final Set<ProcessKind> trained = ConcurrentHashMap.newKeySet();

  /** {@code mainClass} is the class whose main method calls {@link ChildMain}. */
  public ChildLauncher(JvmOptions options, String mainClass) {
    this.options = options;
    this.mainClass = mainClass;
  }

  /** Returns once the parameters are written; the child connects back when it is up. */
  public Process start(LaunchParameters parameters) throws IOException {
    ProcessKind kind = parameters.kind();
    boolean trains =
        (kind == ProcessKind.BACKEND || kind == ProcessKind.CHECKPOINTER) && trained.add(kind);
    List<String> training = trains ? options.training(kind) : List.of();
    ProcessBuilder builder = new ProcessBuilder(options.command(kind, mainClass, training));
    builder.environment().clear();
    builder.environment().putAll(JvmOptions.environment());
    builder.directory(parameters.dataDirectory().toFile());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    try (OutputStream stdin = process.getOutputStream()) {
      parameters.writeTo(stdin);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
    return process;
  }
}
