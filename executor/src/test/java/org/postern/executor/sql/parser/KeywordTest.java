package org.postern.executor.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeywordTest {
  @Test
  void shouldFindEveryKeywordWhenTheCaseDiffers() {
    for (Keyword keyword : Keyword.values()) {
      String padded = "x" + keyword.name() + "y";
      assertThat(KeywordTable.lookup(padded, 1, padded.length() - 1)).isSameAs(keyword);
      assertThat(KeywordTable.lookup(keyword.word(), 0, keyword.word().length())).isSameAs(keyword);
    }
  }

  @Test
  void shouldFindNothingWhenTheWordIsNoKeyword() {
    for (String word : new String[] {"selec", "selects", "ſelect", "a", "current_timestampx"}) {
      assertThat(KeywordTable.lookup(word, 0, word.length())).isNull();
    }
  }

  @Test
  void shouldHavePostgresCategoriesWhenCounted() {
    assertThat(Keyword.values()).hasSize(460);
    assertThat(Arrays.stream(Keyword.values()).map(Keyword::word)).isSorted();
    assertThat(count(Keyword.Category.RESERVED)).isEqualTo(77);
    assertThat(count(Keyword.Category.TYPE_FUNC_NAME)).isEqualTo(23);
    assertThat(count(Keyword.Category.COL_NAME)).isEqualTo(51);
    assertThat(count(Keyword.Category.UNRESERVED)).isEqualTo(309);
    assertThat(Arrays.stream(Keyword.values()).filter(k -> !k.bareLabel())).hasSize(39);
  }

  private static long count(Keyword.Category category) {
    return Arrays.stream(Keyword.values()).filter(k -> k.category() == category).count();
  }
}
