package org.postern.server.wiring;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.aggregate.AggregateFamily;
import org.postern.executor.aggregate.BuiltinAggregates;
import org.postern.executor.command.SequenceFunctions;
import org.postern.executor.exec.BufferCounts;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.session.BackendServices;
import org.postern.executor.session.CurrentInvalidation;
import org.postern.executor.session.Session;
import org.postern.executor.session.SessionUtility;
import org.postern.executor.session.functions.ServerInfo;
import org.postern.executor.session.functions.SessionFamilies;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucState;
import org.postern.server.backend.BackendEngine;
import org.postern.server.backend.Client;
import org.postern.server.backend.ClientSession;
import org.postern.server.backend.ClientSessionFactory;
import org.postern.server.backend.Conversation;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.LaunchParameters;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.vfs.TemporaryFiles;

/** Puts a backend together: storage, catalogs, functions, sessions. */
final class BackendWiring {
  private BackendWiring() {}

  static ClientSessionFactory sessions(ChildContext context) {
    GucState settings = ProcessSettings.of(context.parameters().settings());
    StorageStack stack =
        new StorageStack(
            context.parameters().dataDirectory(),
            Attachment.attach(context.parameters()),
            settings);
    CurrentInvalidation invalidation = new CurrentInvalidation();
    BackendServices services = services(stack, invalidation);
    SessionSignals signals = new SessionSignals(stack.slots, context.control());
    CommandServices commands = new CommandServices(stack, settings, signals);
    BackendEngine engine =
        new BackendEngine(
            context,
            services,
            stack.slot,
            code(stack, context.parameters(), signals),
            session -> prepare(session, commands),
            () -> settings.fresh(List.of()));
    return new Factory(engine, stack);
  }

  static BackendServices services(StorageStack stack, CurrentInvalidation invalidation) {
    stack.transam.transactions().register(TransactionCallback.Phase.CACHES, invalidation);
    return new BackendServices(
        stack.transam,
        stack.heap,
        stack.btree,
        stack.lockManager,
        stack.invalidations,
        invalidation,
        stack.slot.interrupts(),
        new TemporaryFiles(stack.files, stack.temporaryDirectory(), ProcessHandle.current().pid()),
        new BufferCounts(stack.pool::hits, stack.pool::reads, stack.pool::dirtied),
        () -> {
          stack.pool.releaseAll();
          stack.slot.interrupts().resumeAll();
        });
  }

  /** All functions and aggregates of the server. */
  static Session.Code code(
      StorageStack stack, LaunchParameters parameters, SessionSignals signals) {
    return new Session.Code(
        session -> families(session, new StackServerInfo(stack, parameters, session, signals)),
        BuiltinAggregates.all());
  }

  private static List<FunctionFamily> families(Session session, ServerInfo server) {
    List<FunctionFamily> families = new ArrayList<>(SessionFamilies.all(session, server));
    families.add(new SequenceFunctions(session.sequences()));
    return families;
  }

  /** The families whose functions pg_proc lists; they are not called. */
  static List<FunctionFamily> allFamilies() {
    List<FunctionFamily> families = new ArrayList<>(SessionFamilies.all(null, null));
    families.add(new SequenceFunctions(null));
    return families;
  }

  static void prepare(Session session, CommandServices commands) {
    session.setUtility(new SessionUtility(session, session.sequences(), commands));
  }

  /** Whether an aggregate steps by this function; the aggregates themselves are named by it. */
  static boolean isAggregateStep(String source) {
    for (AggregateFamily family : BuiltinAggregates.all()) {
      if (family.create(source, "-", null) != null) {
        return true;
      }
    }
    return false;
  }

  private record Factory(BackendEngine engine, StorageStack stack) implements ClientSessionFactory {
    @Override
    public ClientSession open(Client client) {
      return new Conversation(engine, client);
    }

    @Override
    public void interrupt(ControlFrame.InterruptKind kind) {
      switch (kind) {
        case CANCEL -> stack.slot.interrupts().raise(Interrupts.CANCEL);
        case TERMINATE -> stack.slot.interrupts().raise(Interrupts.TERMINATE);
        case WAKE -> {
          // The interrupt is in the slot already.
        }
      }
    }

    @Override
    public void pendingRestart(List<String> names) {
      engine.pendingRestart(names);
    }

    @Override
    public void reload(List<GucSetting> settings) {
      engine.reload(settings);
      stack.faults(ProcessSettings.of(settings));
    }

    @Override
    public void close() {
      stack.release();
    }
  }
}
