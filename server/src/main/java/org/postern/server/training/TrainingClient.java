package org.postern.server.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Works with a server so that the archive made afterwards knows the classes of a backend, and which
 * of its methods are hot and how they are used: a process that starts from it compiles them at
 * their first calls instead of interpreting them thousands of times first.
 *
 * <p>Short transactions are repeated until the time is up, for they must become hot; the general
 * statements run a few times, for their classes. Answers, errors included, are read and dropped.
 *
 * <p>Arguments: the Unix-domain socket, the role, the database, the seconds to work.
 */
public final class TrainingClient {
  private static final int GENERAL_ROUNDS = 20;
  private static final int TRANSACTIONS_PER_SESSION = 2000;

  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final List<TrainingStatement> transaction = statements("transaction.sql");
  private final List<TrainingStatement> general = statements("general.sql");
  private final String socket;
  private final String role;
  private final String database;

  private TrainingClient(String socket, String role, String database) throws IOException {
    this.socket = socket;
    this.role = role;
    this.database = database;
  }

  public static void main(String[] arguments) throws IOException {
    TrainingClient client = new TrainingClient(arguments[0], arguments[1], arguments[2]);
    client.run(Duration.ofSeconds(Integer.parseInt(arguments[3])));
  }

  private void run(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    try (TrainingConnection connection = TrainingConnection.open(socket, role, database)) {
      for (TrainingStatement statement : statements("setup.sql")) {
        connection.simple(statement.text(new int[0]));
      }
      for (int round = 0; round < GENERAL_ROUNDS; round++) {
        for (TrainingStatement statement : general) {
          connection.simple(statement.text(new int[0]));
          connection.extended(statement.text(new int[0]), new int[0]);
        }
      }
    }
    int transactions = 0;
    while (System.nanoTime() < end) {
      transactions += session(end);
    }
    System.out.println("Trained with " + transactions + " transactions.");
  }

  /** One connection's work, in each of the ways to send a statement in turn. */
  private int session(long end) throws IOException {
    try (TrainingConnection connection = TrainingConnection.open(socket, role, database)) {
      for (int i = 0; i < transaction.size(); i++) {
        connection.prepare(Integer.toString(i), transaction.get(i).prepared());
      }
      int done = 0;
      for (; done < TRANSACTIONS_PER_SESSION && System.nanoTime() < end; done++) {
        for (int i = 0; i < transaction.size(); i++) {
          TrainingStatement statement = transaction.get(i);
          int[] values = statement.draw(random);
          switch (done % 4) {
            case 0 -> connection.simple(statement.text(values));
            case 1 -> connection.extended(statement.prepared(), values);
            default -> connection.execute(Integer.toString(i), values, done % 4 == 3);
          }
        }
      }
      return done;
    }
  }

  /** One statement a line; lines that begin with two dashes are comments. */
  private static List<TrainingStatement> statements(String file) throws IOException {
    List<TrainingStatement> statements = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                TrainingClient.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("--")) {
          statements.add(TrainingStatement.of(line));
        }
      }
    }
    return statements;
  }
}
