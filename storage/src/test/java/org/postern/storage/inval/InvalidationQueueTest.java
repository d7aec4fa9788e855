package org.postern.storage.inval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.testkit.StorageFixture;

class InvalidationQueueTest {
  @TempDir private Path directory;
  private StorageFixture fixture;
  private InvalidationQueue writer;
  private InvalidationQueue reader;

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(directory);
    writer = new InvalidationQueue(fixture.memory(), fixture.newProcess().locks());
    reader = new InvalidationQueue(fixture.memory(), fixture.newProcess().locks());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static List<InvalidationMessage> receive(InvalidationQueue queue) {
    List<InvalidationMessage> received = new ArrayList<>();
    queue.receive(received::add);
    return received;
  }

  private static InvalidationMessage message(int relation) {
    return new InvalidationMessage(5, 1259, relation);
  }

  @Test
  void shouldHandOverMessagesOnceAndInOrderWhenSent() {
    assertThat(reader.pending()).isFalse();
    writer.send(List.of(message(1), message(2)));
    assertThat(reader.pending()).isTrue();
    assertThat(receive(reader)).containsExactly(message(1), message(2));
    assertThat(reader.pending()).isFalse();
    assertThat(receive(reader)).isEmpty();
    assertThat(receive(writer)).as("the writer hears itself").hasSize(2);
  }

  @Test
  void shouldNotHearOldMessagesWhenJustStarted() {
    writer.send(List.of(message(1)));
    InvalidationQueue late = new InvalidationQueue(fixture.memory(), fixture.newProcess().locks());
    assertThat(receive(late)).isEmpty();
  }

  @Test
  void shouldForgetEverythingWhenLapped() {
    for (int i = 0; i < 100; i++) {
      List<InvalidationMessage> many = new ArrayList<>();
      for (int k = 0; k < 100; k++) {
        many.add(message(i * 100 + k));
      }
      writer.send(many);
    }
    assertThat(receive(reader)).containsExactly(InvalidationMessage.EVERYTHING);
    writer.send(List.of(message(7)));
    assertThat(receive(reader)).containsExactly(message(7));
  }

  @Test
  void shouldForgetEverythingWhenReset() {
    writer.resetAll();
    assertThat(receive(reader)).containsExactly(InvalidationMessage.EVERYTHING);
    writer.send(List.of(message(3)));
    assertThat(receive(reader)).containsExactly(message(3));
  }
}
