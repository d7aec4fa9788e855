package org.postern.server.backend;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.postern.executor.session.guc.GucSetting;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ControlLink;
import org.postern.server.launch.ControlListener;
import org.postern.server.launch.LaunchParameters;
import org.postern.server.launch.ProcessBody;
import org.postern.server.launch.ShutdownMode;
import org.postern.server.launch.SignalThread;
import org.postern.storage.error.Severity;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.os.ThreadPriorities;

/**
 * The body of a backend: takes descriptors of clients from the postmaster and gives each a session,
 * one at a time.
 *
 * <p>Two threads: the control thread (the main thread sleeps) and the session loop. The descriptor
 * and its {@link ControlFrame.Handover} come over two sockets in either order; a client begins when
 * both are there.
 */
public final class BackendProcess implements ProcessBody {
  /** What pg_stat_activity calls a process that waits for a client. */
  static final String SPARE = "spare backend";

  private static final String IDLE_TITLE = "idle spare";

  /** What the kernel calls the thread of the JVM's optimizing compiler. */
  private static final String OPTIMIZING_COMPILER = "C2 CompilerThre";

  /**
   * About a tenth of the weight of a session: on a busy machine the sessions come first, also those
   * of other backends, and on an idle one the compiler is as fast as ever.
   */
  private static final int COMPILER_NICE = 10;

  private static final int STACK_BYTES = 8 << 20;
  private static final long MAX_IDLE_HEAP_BYTES = 192L << 20;

  private final Function<ChildContext, ClientSessionFactory> wiring;

  /** {@code wiring} builds the query side after the process has been let in. */
  public BackendProcess(Function<ChildContext, ClientSessionFactory> wiring) {
    this.wiring = wiring;
  }

  @Override
  public ControlFrame.ExitReason run(ChildContext context) throws Exception {
    ThreadPriorities.nice(OPTIMIZING_COMPILER, COMPILER_NICE);
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, BackendProcess::sessionThread, EpollIoHandler.newFactory());
    Server server = new Server(context, group.next(), wiring.apply(context));
    server.connectDescriptors();
    context.control().listen(server);
    SignalThread.start(server::signalled);
    context.title().set(IDLE_TITLE);
    context.control().send(new ControlFrame.Ready());
    return server.end.get();
  }

  /** The stack is what limits how deep expressions may nest. */
  private static Thread sessionThread(Runnable loop) {
    return new FastThreadLocalThread(null, loop, "session", STACK_BYTES);
  }

  /** The state of the process; touched on the session loop unless a method says otherwise. */
  private static final class Server implements ControlListener {
    private final ChildContext context;
    private final EventLoop loop;
    private final ClientSessionFactory sessions;
    private final CompletableFuture<ControlFrame.ExitReason> end = new CompletableFuture<>();
    private final Deque<FileDescriptor> descriptors = new ArrayDeque<>();
    private final Deque<ControlFrame.Handover> handovers = new ArrayDeque<>();
    private final int maxSessions;
    private final IdleTrimmer trimmer;
    private ClientSession session;
    private Channel client;
    private volatile int currentKey;
    private int served;
    private boolean leaving;

    Server(ChildContext context, EventLoop loop, ClientSessionFactory sessions) {
      this.context = context;
      this.loop = loop;
      this.sessions = sessions;
      this.trimmer = new IdleTrimmer(loop);
      this.maxSessions = maxSessions(context.parameters().settings());
    }

    private static int maxSessions(List<GucSetting> settings) {
      for (GucSetting setting : settings) {
        if (setting.name().equals("postern.backend_max_sessions")) {
          return Integer.parseInt(setting.value());
        }
      }
      return Integer.MAX_VALUE;
    }

    void connectDescriptors() {
      LaunchParameters parameters = context.parameters();
      Channel channel =
          new Bootstrap()
              .group(loop)
              .channel(EpollDomainSocketChannel.class)
              .option(
                  EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
              .handler(new DescriptorReader())
              .connect(new DomainSocketAddress(parameters.controlSocket().toString()))
              .syncUninterruptibly()
              .channel();
      ControlFrame hello = ControlLink.hello(parameters, ControlFrame.Channel.DESCRIPTORS);
      channel.writeAndFlush(Unpooled.wrappedBuffer(hello.encode())).syncUninterruptibly();
    }

    private final class DescriptorReader extends SimpleChannelInboundHandler<FileDescriptor> {
      @Override
      protected void channelRead0(ChannelHandlerContext ctx, FileDescriptor descriptor) {
        descriptors.add(descriptor);
        guarded(Server.this::beginClient);
      }
    }

    // On the control thread.

    @Override
    public void handover(ControlFrame.Handover handover) {
      loop.execute(() -> {
        handovers.add(handover);
        guarded(this::beginClient);
      });
    }

    @Override
    public void interrupt(ControlFrame.InterruptKind kind, int cancelKey) {
      boolean outdated = kind == ControlFrame.InterruptKind.CANCEL && cancelKey != currentKey;
      if (!outdated) {
        raise(kind);
      }
    }

    private void raise(ControlFrame.InterruptKind kind) {
      sessions.interrupt(kind);
      loop.execute(this::tellInterrupted);
    }

    @Override
    public void pendingRestart(List<String> names) {
      sessions.pendingRestart(names);
    }

    @Override
    public void reload(List<GucSetting> settings) {
      sessions.reload(settings);
      loop.execute(() -> {
        if (session != null) {
          guarded(session::reloaded);
        }
      });
    }

    @Override
    public void shutdown(ShutdownMode mode) {
      loop.execute(() -> {
        leaving = true;
        if (client == null) {
          leave(ControlFrame.ExitReason.DONE);
        } else {
          raise(ControlFrame.InterruptKind.TERMINATE);
        }
      });
    }

    /** As PostgreSQL's backends: TERM ends the session, INT cancels the query. */
    void signalled(int signal) {
      switch (signal) {
        case ProcessControl.SIGTERM -> shutdown(ShutdownMode.FAST);
        case ProcessControl.SIGINT -> raise(ControlFrame.InterruptKind.CANCEL);
        case ProcessControl.SIGQUIT -> Runtime.getRuntime().halt(2);
        default -> {
          // HUP: new settings come from the postmaster.
        }
      }
    }

    // On the session loop.

    private void tellInterrupted() {
      if (session != null) {
        guarded(session::interrupted);
      }
    }

    private void beginClient() {
      if (client != null || descriptors.isEmpty() || handovers.isEmpty()) {
        return;
      }
      ControlFrame.Handover handover = handovers.poll();
      int descriptor = descriptors.poll().intValue();
      client =
          handover.unixSocket()
              ? new EpollDomainSocketChannel(descriptor)
              : new EpollSocketChannel(descriptor);
      if (!handover.unixSocket()) {
        client.config().setOption(ChannelOption.TCP_NODELAY, true);
        client.config().setOption(ChannelOption.SO_KEEPALIVE, true);
      }
      served++;
      currentKey = handover.cancelKey();
      session = sessions.open(new Client(client, loop, handover));
      client.pipeline().addLast(new ClientReader());
      loop.register(client)
          .addListener(registered -> {
            if (!registered.isSuccess()) {
              endClient();
            }
          });
    }

    /** A bug in the session must not leave a client hanging: the process ends and is reaped. */
    private void guarded(Runnable call) {
      try {
        call.run();
      } catch (Throwable e) {
        context.log().failure(Severity.FATAL, e);
        end.completeExceptionally(e);
      }
    }

    private final class ClientReader extends ChannelInboundHandlerAdapter {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
          ByteBuf bytes = (ByteBuf) message;
          guarded(() -> session.feed(bytes));
          trimmer.worked();
        } finally {
          ReferenceCountUtil.release(message);
        }
      }

      @Override
      public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
          guarded(session::writable);
        }
      }

      @Override
      public void channelInactive(ChannelHandlerContext ctx) {
        endClient();
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A broken connection; channelInactive follows.
        ctx.close();
      }
    }

    private void endClient() {
      guarded(() -> {
        boolean reusable = session.recycle();
        session = null;
        client = null;
        context.log().session().disconnected();
        if (leaving) {
          leave(ControlFrame.ExitReason.DONE);
        } else if (!reusable || served >= maxSessions || isBloated()) {
          leave(ControlFrame.ExitReason.RETIRED);
        } else {
          context.title().set(IDLE_TITLE);
          context.control().send(new ControlFrame.IdleAgain());
          beginClient();
        }
      });
    }

    /** A heap that one client's queries have blown up is best given back by a new process. */
    private static boolean isBloated() {
      return Runtime.getRuntime().totalMemory() > MAX_IDLE_HEAP_BYTES;
    }

    private void leave(ControlFrame.ExitReason reason) {
      if (!end.isDone()) {
        sessions.close();
        end.complete(reason);
      }
    }
  }
}
