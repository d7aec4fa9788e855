package org.postern.server.launch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.postern.executor.session.guc.GucSetting;

/**
 * A message between the postmaster and a child, over a Unix-domain socket of their own.
 *
 * <pre>
 * Frame -> length int (of what follows), type byte, fields
 * </pre>
 *
 * <p>Big-endian. Both ends are of the same build, so there is no version beyond the one in {@link
 * LaunchParameters}. Descriptors travel on a second socket ({@link Channel#DESCRIPTORS}), because a
 * reader of plain bytes would silently drop them.
 *
 * <p>Frames write and deliver themselves by plain method calls: a switch over their types would
 * make the JVM generate code in each child while it starts.
 */
public sealed interface ControlFrame {
  /** Longest frame that is accepted; a reload carries all settings. */
  int MAX_LENGTH = 4 << 20;

  /** Bytes of the length word. */
  int LENGTH_SIZE = 4;

  /** What a connection to the control socket is for. */
  enum Channel {
    CONTROL,
    DESCRIPTORS
  }

  /** First frame of a child on each of its connections. */
  record Hello(long token, int slot, long pid, Channel channel) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('H');
      out.writeLong(token);
      out.writeInt(slot);
      out.writeLong(pid);
      out.writeByte(channel.ordinal());
    }
  }

  /** To the child: shared memory is in order, attach and begin. */
  record Begin() implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('B');
    }
  }

  /** From the child: attached and able to work; a backend is a spare from now on. */
  record Ready() implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('Y');
    }
  }

  /**
   * To a spare: a client is yours; its descriptor arrives on the other socket.
   *
   * @param unixSocket whether the client came over the Unix-domain socket
   * @param cancelKey the secret of this session, for BackendKeyData
   * @param reservedOnly whether the only free places are those reserved for superusers
   */
  record Handover(boolean unixSocket, int cancelKey, boolean reservedOnly) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('C');
      out.writeBoolean(unixSocket);
      out.writeInt(cancelKey);
      out.writeBoolean(reservedOnly);
    }

    @Override
    public void deliver(ControlListener listener) {
      listener.handover(this);
    }
  }

  /** From a backend: its client has left, it has reset itself and is a spare again. */
  record IdleAgain() implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('I');
    }
  }

  /**
   * To a child: cancel the query, end the session, or just look at the interrupts.
   *
   * @param cancelKey for a cancel, the session that is meant: by the time the frame arrives the
   *     backend may serve another client
   */
  record Interrupt(InterruptKind kind, int cancelKey) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('T');
      out.writeByte(kind.ordinal());
      out.writeInt(cancelKey);
    }

    @Override
    public void deliver(ControlListener listener) {
      listener.interrupt(kind, cancelKey);
    }
  }

  /** To a child: the settings after a reload, in full. */
  record Reload(List<GucSetting> settings) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('R');
      LaunchParameters.SettingsCodec.write(out, settings);
    }

    @Override
    public void deliver(ControlListener listener) {
      listener.reload(settings);
    }
  }

  /** To the child, before a reload: parameters whose new values wait for a restart. */
  record PendingRestart(List<String> names) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('Q');
      out.writeInt(names.size());
      for (String name : names) {
        out.writeUTF(name);
      }
    }

    private static PendingRestart read(DataInputStream in) throws IOException {
      List<String> names = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        names.add(in.readUTF());
      }
      return new PendingRestart(names);
    }

    @Override
    public void deliver(ControlListener listener) {
      listener.pendingRestart(names);
    }
  }

  /** From a child: somebody called pg_reload_conf(). */
  record ReloadRequest() implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('r');
    }
  }

  /** To a child: end in this manner. */
  record Shutdown(ShutdownMode mode) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('S');
      out.writeByte(mode.ordinal());
    }

    @Override
    public void deliver(ControlListener listener) {
      listener.shutdown(mode);
    }
  }

  /** From a backend: a client sent CancelRequest with this pid and key. */
  record CancelRequest(int pid, int key) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('K');
      out.writeInt(pid);
      out.writeInt(key);
    }
  }

  /** From a child: a process has an interrupt in its slot and may be waiting for its client. */
  record WakeRequest(int pid) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('w');
      out.writeInt(pid);
    }
  }

  /** To the reaper: the process that owned the slot died. */
  record SlotDead(int slot, long pid) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('D');
      out.writeInt(slot);
      out.writeLong(pid);
    }

    @Override
    public void deliver(ControlListener listener) {
      listener.slotDead(slot, pid);
    }
  }

  /** From the reaper: the slot is clean, or all processes must restart. */
  record Reaped(int slot, boolean needsRestart) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('E');
      out.writeInt(slot);
      out.writeBoolean(needsRestart);
    }
  }

  /** From a child, as its last frame: the slot is released, no cleaning is needed. */
  record Leaving(ExitReason reason) implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('L');
      out.writeByte(reason.ordinal());
    }
  }

  /** From the autovacuum launcher: start a worker. */
  record WorkerRequest() implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('W');
    }
  }

  /** From a child, {@link Leaving} excepted: shared memory cannot be trusted, restart everybody. */
  record Panic() implements ControlFrame {
    @Override
    public void writeFields(DataOutputStream out) throws IOException {
      out.writeByte('P');
    }
  }

  /** What an interrupt asks for. */
  enum InterruptKind {
    CANCEL,
    TERMINATE,
    WAKE
  }

  /** Why a child left in order. */
  enum ExitReason {
    /** Work done, or asked to. */
    DONE,
    /** A backend that is too old, too big, or could not reset itself. */
    RETIRED,
    /** The session ended by a FATAL error and the process is not reused. */
    FATAL
  }

  /** The whole frame, length word included, ready to be written. */
  default ByteBuffer encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(0);
      writeFields(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
    return buffer.putInt(0, buffer.limit() - LENGTH_SIZE);
  }

  /** Appends the type byte and the fields. */
  void writeFields(DataOutputStream out) throws IOException;

  /** Hands a frame of the postmaster to the child's listener. */
  default void deliver(ControlListener listener) {
    throw new IllegalStateException("unexpected control frame: " + this);
  }

  /** Decodes one frame without its length word. */
  static ControlFrame decode(byte[] body) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
      int type = in.readByte();
      return switch (type) {
        case 'H' ->
            new Hello(in.readLong(), in.readInt(), in.readLong(), Channel.values()[in.readByte()]);
        case 'B' -> new Begin();
        case 'Y' -> new Ready();
        case 'C' -> new Handover(in.readBoolean(), in.readInt(), in.readBoolean());
        case 'I' -> new IdleAgain();
        case 'T' -> new Interrupt(InterruptKind.values()[in.readByte()], in.readInt());
        case 'R' -> new Reload(LaunchParameters.SettingsCodec.read(in));
        case 'Q' -> PendingRestart.read(in);
        case 'r' -> new ReloadRequest();
        case 'S' -> new Shutdown(ShutdownMode.values()[in.readByte()]);
        case 'K' -> new CancelRequest(in.readInt(), in.readInt());
        case 'w' -> new WakeRequest(in.readInt());
        case 'D' -> new SlotDead(in.readInt(), in.readLong());
        case 'E' -> new Reaped(in.readInt(), in.readBoolean());
        case 'L' -> new Leaving(ExitReason.values()[in.readByte()]);
        case 'W' -> new WorkerRequest();
        case 'P' -> new Panic();
        default -> throw new IllegalStateException("unknown control frame: type=" + type);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
