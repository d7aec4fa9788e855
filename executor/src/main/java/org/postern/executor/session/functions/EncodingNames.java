package org.postern.executor.session.functions;

import java.util.List;
import java.util.Locale;

/**
 * Numbers and names of the character sets.
 *
 * <p>Source: PostgreSQL documentation, section 24.3 "Character Set Support".
 */
final class EncodingNames {
  static final int UTF8 = 6;

  private static final List<String> NAMES =
      List.of(
          "SQL_ASCII",
          "EUC_JP",
          "EUC_CN",
          "EUC_KR",
          "EUC_TW",
          "EUC_JIS_2004",
          "UTF8",
          "MULE_INTERNAL",
          "LATIN1",
          "LATIN2",
          "LATIN3",
          "LATIN4",
          "LATIN5",
          "LATIN6",
          "LATIN7",
          "LATIN8",
          "LATIN9",
          "LATIN10",
          "WIN1256",
          "WIN1258",
          "WIN866",
          "WIN874",
          "KOI8R",
          "WIN1251",
          "WIN1252",
          "ISO_8859_5",
          "ISO_8859_6",
          "ISO_8859_7",
          "ISO_8859_8",
          "WIN1250",
          "WIN1253",
          "WIN1254",
          "WIN1255",
          "WIN1257",
          "KOI8U",
          "SJIS",
          "BIG5",
          "GBK",
          "UHC",
          "GB18030",
          "JOHAB",
          "SHIFT_JIS_2004");

  private EncodingNames() {}

  /** Empty for a number that is none. */
  static String name(int number) {
    return number >= 0 && number < NAMES.size() ? NAMES.get(number) : "";
  }

  /** -1 for a name that is none. */
  static long number(String name) {
    String plain = name.toUpperCase(Locale.ROOT).replace("-", "");
    return switch (plain) {
      case "UNICODE" -> UTF8;
      default -> {
        for (int i = 0; i < NAMES.size(); i++) {
          if (NAMES.get(i).replace("_", "").equals(plain.replace("_", ""))) {
            yield i;
          }
        }
        yield -1;
      }
    };
  }
}
