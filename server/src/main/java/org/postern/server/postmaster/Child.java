package org.postern.server.postmaster;

import io.netty.channel.Channel;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ProcessKind;
import org.postern.server.launch.ShutdownMode;

/** A process as the postmaster knows it. Touched only on the postmaster's event loop. */
final class Child {
  /** How far a child has come. */
  enum State {
    /** Spawned, has not yet connected. */
    LAUNCHED,
    /** Connected, not let in yet. */
    WAITING,
    /** Let in: it may hold anything in shared memory from now on. */
    BEGUN,
    /** Able to work; a backend is a spare. */
    READY,
    /** A backend with a client. */
    ACTIVE,
    /** Said goodbye or was asked to go. */
    LEAVING
  }

  private final ProcessKind kind;
  private final int slot;
  private final long launchedNanos = System.nanoTime();
  private State state = State.LAUNCHED;
  private Process process;
  private long pid;
  private Channel control;
  private Channel descriptors;
  private boolean readySeen;
  private boolean saidGoodbye;
  private boolean begun;
  private int cancelKey;

  Child(ProcessKind kind, int slot) {
    this.kind = kind;
    this.slot = slot;
  }

  ProcessKind kind() {
    return kind;
  }

  int slot() {
    return slot;
  }

  State state() {
    return state;
  }

  long pid() {
    return pid;
  }

  int cancelKey() {
    return cancelKey;
  }

  long ageNanos() {
    return System.nanoTime() - launchedNanos;
  }

  void spawned(Process spawned) {
    process = spawned;
    pid = spawned.pid();
  }

  void connected(ControlFrame.Hello hello, Channel channel) {
    pid = hello.pid();
    switch (hello.channel()) {
      case CONTROL -> {
        control = channel;
        if (state == State.LAUNCHED) {
          state = State.WAITING;
        }
      }
      case DESCRIPTORS -> {
        descriptors = channel;
        becomeReadyWhenComplete();
      }
    }
  }

  void begin() {
    assert state == State.WAITING : "begin: state=" + state;
    begun = true;
    state = State.BEGUN;
    send(new ControlFrame.Begin());
  }

  void ready() {
    readySeen = true;
    becomeReadyWhenComplete();
  }

  /** The two sockets are independent, so Ready may overtake the second Hello. */
  private void becomeReadyWhenComplete() {
    boolean complete = readySeen && (kind != ProcessKind.BACKEND || descriptors != null);
    if (complete && state == State.BEGUN) {
      state = State.READY;
    }
  }

  Channel occupy(int key) {
    assert state == State.READY : "occupy: state=" + state;
    state = State.ACTIVE;
    cancelKey = key;
    return descriptors;
  }

  void idleAgain() {
    cancelKey = 0;
    if (state == State.ACTIVE) {
      state = State.READY;
    }
  }

  /** The slot is clean: the child has released it itself. */
  void goodbye() {
    saidGoodbye = true;
    state = State.LEAVING;
  }

  /** Asks the child to end in order; one that has not connected yet is killed. */
  void dismiss(ShutdownMode mode) {
    if (control == null) {
      kill();
    } else {
      send(new ControlFrame.Shutdown(mode));
    }
    state = State.LEAVING;
  }

  void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** Whether the reaper must look at the slot of this child after its end. */
  boolean leavesDebris(int exitStatus) {
    return begun && (!saidGoodbye || exitStatus != 0);
  }

  boolean saidGoodbye() {
    return saidGoodbye;
  }

  void send(ControlFrame frame) {
    if (control != null) {
      control.writeAndFlush(frame);
    }
  }

  void closeChannels() {
    if (control != null) {
      control.close();
    }
    if (descriptors != null) {
      descriptors.close();
    }
  }
}
