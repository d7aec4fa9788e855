package org.postern.wal.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills a process at any line of what it does to shared memory, and proves the repair: page edits,
 * log reservations, commits, buffer mapping, pins, lock tables, splits and deletions of index
 * pages, extension, vacuum, checkpoints, messages.
 *
 * <p>The process is a thread of another JVM that a breakpoint stops for good: nothing behind the
 * line happens any more, as after kill -9. First the lines that the work reaches are found, then it
 * dies at each of them, or at some drawn by lot ({@code -Dpostern.killpoints=N}, 0 for all; {@code
 * -Dpostern.killseed=N}). Now and then everything crashes, so that replay has to agree as well.
 */
final class KillPointTest {
  /** What changes shared memory, by the beginnings of class names. */
  private static final List<String> PACKAGES =
      List.of(
          "org.postern.storage.lwlock.",
          "org.postern.storage.buffer.",
          "org.postern.storage.transam.",
          "org.postern.storage.lock.",
          "org.postern.storage.inval.",
          "org.postern.storage.freespace.",
          "org.postern.storage.heap.",
          "org.postern.storage.btree.",
          "org.postern.storage.vacuum.",
          "org.postern.storage.smgr.",
          "org.postern.wal.insert.",
          "org.postern.wal.segment.",
          "org.postern.wal.checkpoint.");

  private static final int SEEDS = 30;
  private static final int WAIT_SECONDS = 60;

  private final long seed = Long.getLong("postern.killseed", System.nanoTime() % 1_000_000);
  private final Random random = new Random(seed);
  private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
  private final Map<String, Long> workOf = new LinkedHashMap<>();
  private Process process;
  private PrintStream commands;
  private VirtualMachine machine;

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  private static int freePort(Random random) throws IOException {
    while (true) {
      int port = 20_000 + random.nextInt(12_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken; the next one.
        continue;
      }
    }
  }

  private void launch() throws Exception {
    int port = freePort(new Random());
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=127.0.0.1:"
                    + port,
                "-cp",
                System.getProperty("java.class.path"),
                KillWorld.class.getName())
            .redirectErrorStream(true)
            .start();
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    daemon(this::readAnswers);
    attach(port);
    daemon(this::readEvents);
    assertThat(await()).isEqualTo("ready");
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void attach(int port) throws Exception {
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(c -> c.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(Integer.toString(port));
    for (int tries = 0; ; tries++) {
      try {
        machine = connector.attach(arguments);
        return;
      } catch (IOException e) {
        if (tries > 600) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  private void readAnswers() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        news.add(line);
      }
    } catch (IOException e) {
      news.add("fail " + e);
    }
    news.add("fail the process has ended");
  }

  /** Passes breakpoints of the victim on, each to be answered by {@link #proceed}. */
  private void readEvents() {
    try {
      while (true) {
        EventSet set = machine.eventQueue().remove();
        boolean resume = true;
        for (Event event : set) {
          switch (event) {
            case BreakpointEvent hit when hit.thread().name().equals("victim") -> {
              news.add(hit);
              resume = false;
            }
            case VMStartEvent _ -> resume = true;
            case VMDisconnectEvent _ -> {
              return;
            }
            default -> resume = true;
          }
        }
        if (resume) {
          set.resume();
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      news.add("fail debugger: " + e);
    }
  }

  private Object await() throws InterruptedException {
    Object next = news.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    return next == null ? "fail no answer\n" + stacks() : next;
  }

  private String stacks() {
    StringBuilder text = new StringBuilder();
    try {
      machine.suspend();
      for (var thread : machine.allThreads()) {
        text.append(thread.name()).append('\n');
        for (var frame : thread.frames()) {
          text.append("    ").append(frame.location()).append('\n');
        }
      }
    } catch (com.sun.jdi.IncompatibleThreadStateException | RuntimeException e) {
      text.append(e);
    }
    return text.toString();
  }

  private void ask(String command) {
    commands.println(command);
  }

  private static String name(Location at) {
    return at.declaringType().name() + ":" + at.lineNumber();
  }

  /** Which lines the work with each seed comes to; what was loaded meanwhile is looked at too. */
  private List<Location> findLines() throws Exception {
    for (int i = 0; i < SEEDS; i++) {
      // The first runs load the classes; lines have addresses only then.
      ask("run " + i);
      assertThat(await()).as("seed %d", seed).isEqualTo("end");
      ask("check");
      assertThat((String) await()).as("seed %d", seed).startsWith("ok");
    }
    Map<String, Location> reached = new LinkedHashMap<>();
    List<BreakpointRequest> requests = new ArrayList<>();
    ThreadReference victim =
        machine.allThreads().stream()
            .filter(thread -> thread.name().equals("victim"))
            .findFirst()
            .orElseThrow();
    for (ReferenceType type : machine.allClasses()) {
      if (PACKAGES.stream().noneMatch(type.name()::startsWith) || type.name().contains("Test")) {
        continue;
      }
      for (Location at : lines(type)) {
        BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(at);
        request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        request.addThreadFilter(victim);
        request.enable();
        requests.add(request);
      }
    }
    for (int i = 0; i < SEEDS; i++) {
      ask("run " + i);
      Object next = await();
      for (; next instanceof BreakpointEvent hit; next = await()) {
        hit.request().disable();
        reached.putIfAbsent(name(hit.location()), hit.location());
        workOf.putIfAbsent(name(hit.location()), (long) i);
        hit.thread().resume();
      }
      assertThat(next).as("seed %d", seed).isEqualTo("end");
      ask("check");
      assertThat((String) await()).as("seed %d", seed).startsWith("ok");
    }
    machine.eventRequestManager().deleteEventRequests(requests);
    return new ArrayList<>(reached.values());
  }

  private static List<Location> lines(ReferenceType type) {
    try {
      return type.allLineLocations();
    } catch (com.sun.jdi.AbsentInformationException e) {
      return List.of();
    }
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void shouldRepairEverythingWhenAProcessDiesAtAnyLine() throws Exception {
    launch();
    List<Location> all = findLines();
    System.out.printf("%d lines, seed %d%n", all.size(), seed);
    assertThat(all.size()).as("lines that the work comes to").isGreaterThan(1000);
    Collections.shuffle(all, random);
    int wanted = Integer.getInteger("postern.killpoints", 40);
    List<Location> chosen = wanted == 0 ? all : all.subList(0, Math.min(wanted, all.size()));
    int killed = 0;
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < chosen.size() && failures.isEmpty(); i++) {
      Location at = chosen.get(i);
      long work = workOf.get(name(at));
      int hits = random.nextInt(3) == 0 ? 1 + random.nextInt(12) : 1;
      String answer = kill(at, work, hits);
      if (!answer.startsWith("ok")) {
        failures.add("%s, hit %d, work %d: %s".formatted(name(at), hits, work, answer));
      }
      killed += answer.startsWith("ok ran") ? 0 : 1;
      if (i % 100 == 99) {
        System.out.printf("%d of %d lines%n", i + 1, chosen.size());
      }
    }
    System.out.printf("killed %d times%n", killed);
    assertThat(failures).as("seed %d", seed).isEmpty();
    assertThat(killed).isGreaterThan(chosen.size() / 4);
  }

  private String kill(Location at, long work, int hits) throws InterruptedException {
    BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(at);
    request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
    request.enable();
    ask("run " + work);
    int count = 0;
    Object next = await();
    while (next instanceof BreakpointEvent hit && ++count < hits) {
      hit.thread().resume();
      next = await();
    }
    request.disable();
    boolean dead = next instanceof BreakpointEvent;
    if (!dead && !next.equals("end")) {
      return next.toString();
    }
    ask(dead ? "dead" : "check");
    String answer = await().toString();
    machine.eventRequestManager().deleteEventRequest(request);
    if (answer.startsWith("ok") && random.nextInt(25) == 0) {
      ask("crash");
      String after = await().toString();
      return after.startsWith("ok") ? answer : "after a crash: " + after;
    }
    return dead ? answer : answer.replace("ok", "ok ran");
  }
}
