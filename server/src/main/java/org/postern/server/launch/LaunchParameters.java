package org.postern.server.launch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucSource;

/**
 * Everything a child process is given. A child inherits nothing else: no environment is read and no
 * configuration file is parsed a second time.
 *
 * <p>It travels over the child's standard input:
 *
 * <pre>
 * Parameters -> magic int, kind utf, slot int, postmasterPid long, serverStart long,
 *               restarts int, sharedMemory utf, dataDirectory utf, controlSocket utf, token long,
 *               Settings
 * Settings   -> count int, Setting*
 * Setting    -> name utf, value text, source utf, file utf (empty = none), line int
 * text       -> length int, UTF-8 bytes
 * </pre>
 *
 * @param slot index of the process slot this child owns
 * @param serverStart start of the postmaster, in microseconds since 1970
 * @param restarts how often all processes had to be restarted since the postmaster started
 * @param token secret that the child shows when it connects to {@code controlSocket}
 * @param settings the parameters that differ from their built-in defaults
 */
public record LaunchParameters(
    ProcessKind kind,
    int slot,
    long postmasterPid,
    long serverStart,
    int restarts,
    Path sharedMemory,
    Path dataDirectory,
    Path controlSocket,
    long token,
    List<GucSetting> settings) {
  private static final int MAGIC = 0x504f5301;

  public LaunchParameters {
    Objects.requireNonNull(kind, "kind");
    settings = List.copyOf(settings);
  }

  /** Writes all fields and flushes; the caller closes the stream. */
  public void writeTo(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeInt(MAGIC);
    out.writeUTF(kind.name());
    out.writeInt(slot);
    out.writeLong(postmasterPid);
    out.writeLong(serverStart);
    out.writeInt(restarts);
    out.writeUTF(sharedMemory.toString());
    out.writeUTF(dataDirectory.toString());
    out.writeUTF(controlSocket.toString());
    out.writeLong(token);
    SettingsCodec.write(out, settings);
    out.flush();
  }

  /** Reads what {@link #writeTo} wrote; refuses bytes of another version. */
  public static LaunchParameters readFrom(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new IOException("not launch parameters of this version: magic=" + magic);
    }
    return new LaunchParameters(
        ProcessKind.valueOf(in.readUTF()),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        Path.of(in.readUTF()),
        Path.of(in.readUTF()),
        Path.of(in.readUTF()),
        in.readLong(),
        SettingsCodec.read(in));
  }

  /** The settings part, which a reload frame carries too. */
  static final class SettingsCodec {
    private SettingsCodec() {}

    static void write(DataOutputStream out, List<GucSetting> settings) throws IOException {
      out.writeInt(settings.size());
      for (GucSetting setting : settings) {
        out.writeUTF(setting.name());
        byte[] value = setting.value().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        out.writeInt(value.length);
        out.write(value);
        out.writeUTF(setting.source().name());
        out.writeUTF(setting.file() == null ? "" : setting.file());
        out.writeInt(setting.line());
      }
    }

    static List<GucSetting> read(DataInputStream in) throws IOException {
      int count = in.readInt();
      List<GucSetting> settings = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        byte[] value = in.readNBytes(in.readInt());
        GucSource source = GucSource.valueOf(in.readUTF());
        String file = in.readUTF();
        settings.add(
            new GucSetting(
                name,
                new String(value, java.nio.charset.StandardCharsets.UTF_8),
                source,
                file.isEmpty() ? null : file,
                in.readInt()));
      }
      return settings;
    }
  }
}
