package org.postern.executor.functions;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.postern.executor.sql.parser.Keyword;

/**
 * The keywords that must be quoted to serve as an identifier everywhere; built when first asked.
 */
public final class QuotedWords implements Predicate<String> {
  private Set<String> words;

  @Override
  public boolean test(String word) {
    if (words == null) {
      words = new HashSet<>();
      for (Keyword keyword : Keyword.values()) {
        if (keyword.category() != Keyword.Category.UNRESERVED) {
          words.add(keyword.word());
        }
      }
    }
    return words.contains(word);
  }
}
