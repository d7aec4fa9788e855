package org.postern.executor.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.storage.error.SqlException;

/** Every family of statements, from {@code corpus.sql}, and text near to it. */
class CorpusTest {
  private static String corpus() throws IOException {
    return String.join("\n", ParseErrorTest.lines("corpus.sql"));
  }

  private static List<String> statements() throws IOException {
    String corpus = corpus();
    List<String> texts = new ArrayList<>();
    for (RawStatement statement : SqlParser.parse(corpus)) {
      texts.add(statement.textIn(corpus));
    }
    return texts;
  }

  @Test
  void shouldParseEveryStatementWhenTakenAsOneScript() throws IOException {
    assertThat(SqlParser.parse(corpus())).hasSizeGreaterThan(260);
  }

  @Test
  void shouldGiveTheSameTreesWhenParsedOneByOne() throws IOException {
    List<RawStatement> together = SqlParser.parse(corpus());
    List<String> texts = statements();
    for (int i = 0; i < texts.size(); i++) {
      List<RawStatement> alone = SqlParser.parse(texts.get(i));
      assertThat(alone).as(texts.get(i)).hasSize(1);
      assertThat(alone.getFirst().statement().getClass())
          .isSameAs(together.get(i).statement().getClass());
    }
  }

  @Test
  void shouldCoverEveryFamilyWhenCounted() throws IOException {
    Set<String> seen =
        SqlParser.parse(corpus()).stream()
            .map(s -> family(s.statement().getClass()))
            .collect(Collectors.toSet());
    for (Class<?> family : Statement.class.getPermittedSubclasses()) {
      assertThat(seen).contains(family.getSimpleName());
    }
  }

  private static String family(Class<?> type) {
    return type.getEnclosingClass() == null
        ? type.getSimpleName()
        : type.getEnclosingClass().getSimpleName();
  }

  @Test
  void shouldFailOnlyWithSqlErrorsWhenStatementsAreDamaged() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String[]> pieces = statements().stream().map(s -> s.split("(?<=\\W)|(?=\\W)")).toList();
    for (int i = 0; i < 10_000; i++) {
      List<String> words = new ArrayList<>(List.of(pieces.get(random.nextInt(pieces.size()))));
      int at = random.nextInt(words.size());
      String[] other = pieces.get(random.nextInt(pieces.size()));
      String word = " " + other[random.nextInt(other.length)] + " ";
      switch (random.nextInt(3)) {
        case 0 -> words.remove(at);
        case 1 -> words.set(at, word);
        default -> words.add(at, word);
      }
      String text = String.join("", words);
      try {
        SqlParser.parse(text);
      } catch (SqlException e) {
        assertThat(e.position()).as(text).isLessThanOrEqualTo(text.length() + 1);
      } catch (RuntimeException | Error e) {
        fail("seed=" + seed + ", text=" + text, e);
      }
    }
  }
}
