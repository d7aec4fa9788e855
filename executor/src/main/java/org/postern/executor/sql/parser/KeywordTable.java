package org.postern.executor.sql.parser;

/**
 * Finds the keyword that a stretch of text spells, ignoring ASCII case and without allocating.
 *
 * <p>A hash table with open addressing, made once and at most an eighth full, so that nearly every
 * lookup ends at its first slot.
 */
final class KeywordTable {
  private static final int SIZE = 4096;
  private static final int MAX_LENGTH = 17;
  private static final Keyword[] SLOTS = build();

  private KeywordTable() {}

  private static Keyword[] build() {
    Keyword[] slots = new Keyword[SIZE];
    for (Keyword keyword : Keyword.values()) {
      String word = keyword.word();
      int slot = slotOf(word, 0, word.length());
      while (slots[slot] != null) {
        slot = slot + 1 & SIZE - 1;
      }
      slots[slot] = keyword;
    }
    return slots;
  }

  /** Setting bit 5 lowers letters; what it does to other characters only costs a comparison. */
  private static int slotOf(String text, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + (text.charAt(i) | 0x20);
    }
    hash *= 0x9E3779B9;
    return hash >>> 20;
  }

  /** The keyword spelled by {@code text[start, end)}, or null. */
  static Keyword lookup(String text, int start, int end) {
    int length = end - start;
    if (length > MAX_LENGTH) {
      return null;
    }
    int slot = slotOf(text, start, end);
    while (true) {
      Keyword candidate = SLOTS[slot];
      if (candidate == null) {
        return null;
      }
      String word = candidate.word();
      if (word.length() == length && matches(word, text, start)) {
        return candidate;
      }
      slot = slot + 1 & SIZE - 1;
    }
  }

  private static boolean matches(String word, String text, int start) {
    for (int i = 0; i < word.length(); i++) {
      char c = text.charAt(start + i);
      if (c >= 'A' && c <= 'Z') {
        c += 32;
      }
      if (c != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
