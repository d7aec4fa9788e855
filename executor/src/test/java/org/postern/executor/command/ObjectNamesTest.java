package org.postern.executor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectNamesTest {
  @Test
  void shouldShortenTheLongerPartWhenNameIsTooLong() {
    assertThat(ObjectNames.make("t", "a", "key")).isEqualTo("t_a_key");
    assertThat(ObjectNames.make("t", null, "pkey")).isEqualTo("t_pkey");
    String name = ObjectNames.make("a".repeat(60), "b".repeat(10), "seq");
    assertThat(name).hasSize(63).endsWith("_" + "b".repeat(10) + "_seq");
  }

  @Test
  void shouldNotSplitCharactersWhenClipping() {
    assertThat(ObjectNames.clip("aä", 2)).isEqualTo("a");
    assertThat(ObjectNames.clip("aä", 3)).isEqualTo("aä");
  }

  @Test
  void shouldJoinColumnsWhenNamingAnIndex() {
    assertThat(ObjectNames.columns(List.of("a", "lower"))).isEqualTo("a_lower");
    assertThat(ObjectNames.columns(List.of("x".repeat(70), "y"))).hasSize(63);
  }
}
