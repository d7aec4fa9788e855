package org.postern.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Launches the program postgres for pg_ctl: through a shell, since the user's options may be
 * quoted, and in a session of its own, so that a Ctrl-C at the terminal does not reach it. The
 * shell and setsid replace themselves, so the process that is returned is the server.
 */
final class ServerLauncher {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Path programs;
  private final Path directory;
  private final Options options;

  ServerLauncher(Path programs, Path directory, Options options) {
    this.programs = programs;
    this.directory = directory;
    this.options = options;
  }

  Process launch(String serverOptions) throws IOException {
    String program = options.value("-p", programs.resolve("postgres").toString());
    String log = options.value("-l", null);
    String command =
        "exec "
            + PgCtlCommand.quoted(program)
            + " -D "
            + PgCtlCommand.quoted(directory.toString())
            + " "
            + serverOptions
            + " < /dev/null"
            + (log == null ? "" : " >> " + PgCtlCommand.quoted(log))
            + " 2>&1";
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      words.add(SETSID.toString());
    }
    words.addAll(List.of("/bin/sh", "-c", command));
    return new ProcessBuilder(words)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
