package org.postern.server.wiring;

import org.postern.server.auxproc.ReaperProcess;
import org.postern.server.auxproc.ServiceProcess;
import org.postern.server.auxproc.StartupProcess;
import org.postern.server.backend.BackendProcess;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ProcessBodies;
import org.postern.server.launch.ProcessBody;
import org.postern.server.launch.ProcessKind;
import org.postern.storage.error.SqlException;
import org.postern.storage.proc.WaitEvent;

/** The bodies of the server's processes. */
final class ServerProcesses implements ProcessBodies {
  @Override
  public ProcessBody body(ProcessKind kind) {
    return switch (kind) {
      case STARTUP -> new StartupProcess(ServerProcesses::recover);
      case CHECKPOINTER -> service(WaitEvent.CHECKPOINTER_MAIN);
      case BGWRITER -> service(WaitEvent.BGWRITER_MAIN);
      case WALWRITER -> service(WaitEvent.WAL_WRITER_MAIN);
      case AUTOVACUUM_LAUNCHER, AUTOVACUUM_WORKER -> service(WaitEvent.AUTOVACUUM_MAIN);
      case REAPER -> new ReaperProcess(RestartingUndertaker::new);
      case BACKEND ->
          new BackendProcess(_ -> {
            throw SqlException.notSupported("serving clients");
          });
    };
  }

  private static ProcessBody service(WaitEvent waitEvent) {
    return new ServiceProcess(context -> new SlotService(context, waitEvent));
  }

  private static void recover(ChildContext context) {
    Attachment.attach(context.parameters()).release();
  }

  /** Trusts no dead process: whatever it may have left behind, all processes restart. */
  private static final class RestartingUndertaker implements ReaperProcess.Undertaker {
    private final Attachment attachment;

    RestartingUndertaker(ChildContext context) {
      this.attachment = Attachment.attach(context.parameters());
    }

    @Override
    public boolean bury(int slot, long pid) {
      return false;
    }

    @Override
    public void finish() {
      attachment.release();
    }
  }
}
