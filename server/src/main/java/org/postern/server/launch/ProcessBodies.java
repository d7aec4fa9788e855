package org.postern.server.launch;

/** Gives the body of each kind of process; one implementation wires the server, others test. */
@FunctionalInterface
public interface ProcessBodies {
  ProcessBody body(ProcessKind kind);
}
