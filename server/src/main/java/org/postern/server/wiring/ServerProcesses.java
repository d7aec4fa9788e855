package org.postern.server.wiring;

import org.postern.executor.session.guc.GucState;
import org.postern.server.auxproc.ReaperProcess;
import org.postern.server.auxproc.ServiceProcess;
import org.postern.server.auxproc.StartupProcess;
import org.postern.server.backend.BackendProcess;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ProcessBodies;
import org.postern.server.launch.ProcessBody;
import org.postern.server.launch.ProcessKind;

/** The bodies of the server's processes. */
final class ServerProcesses implements ProcessBodies {
  @Override
  public ProcessBody body(ProcessKind kind) {
    return switch (kind) {
      case STARTUP -> new StartupProcess(ServerProcesses::recover);
      case CHECKPOINTER -> new ServiceProcess(CheckpointService::new);
      case BGWRITER -> new ServiceProcess(WriterServices::buffers);
      case WALWRITER -> new ServiceProcess(WriterServices::log);
      case AUTOVACUUM_LAUNCHER -> new ServiceProcess(AutovacuumLauncher::new);
      case AUTOVACUUM_WORKER -> new AutovacuumWorker();
      case REAPER -> new ReaperProcess(StorageUndertaker::new);
      case BACKEND -> new BackendProcess(BackendWiring::sessions);
    };
  }

  private static void recover(ChildContext context) {
    GucState settings = ProcessSettings.of(context.parameters().settings());
    StorageStack stack =
        new StorageStack(
            context.parameters().dataDirectory(),
            Attachment.attach(context.parameters()),
            settings);
    stack.recover(ProcessSettings.checkpoints(settings));
    stack.release();
  }
}
