package org.postern.executor.types.datetime;

import java.util.List;
import java.util.Locale;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.datetime.DateTimeSyntaxException.Reason;
import org.postern.executor.types.datetime.DateTimeToken.Shape;
import org.postern.executor.types.datetime.DateTimeWords.Field;
import org.postern.executor.types.datetime.DateTimeWords.Special;
import org.postern.executor.types.datetime.DateTimeWords.Word;

/**
 * Gives meaning to the fields of a date, timestamp or time string.
 *
 * <p>Every field adds bits to a mask of what is known; a field that adds a known bit is refused.
 * The zone is resolved last, since its offset depends on the date.
 *
 * <p>Source: PostgreSQL documentation, appendix B.1 "Date/Time Input Interpretation".
 */
final class DateTimeDecoder {
  /** What a string turned out to be. */
  enum Result {
    DATE_TIME,
    TIME_ONLY,
    EARLY,
    LATE,
    EPOCH
  }

  /** Beyond it there are no valid dates, and zones are not looked up. */
  private static final int LAST_YEAR = 6_000_000;

  private final DateTimeFields fields = new DateTimeFields();
  private final NumberFields numbers;
  private final TypeContext ctx;
  private final boolean timeOnly;
  private List<DateTimeToken> tokens;

  private int seen;
  private Field label;
  private boolean textMonth;
  private boolean julian;
  private boolean beforeChrist;
  private Boolean afternoon;
  private NamedZone namedZone;
  private NamedZone abbreviatedZone;
  private String abbreviation;
  private Result result = Result.DATE_TIME;

  private DateTimeDecoder(TypeContext ctx, boolean timeOnly) {
    this.ctx = ctx;
    this.timeOnly = timeOnly;
    this.numbers = new NumberFields(fields, ctx.dateOrder());
  }

  /** For date and timestamps. */
  static DateTimeDecoder decodeDateTime(String text, TypeContext ctx)
      throws DateTimeSyntaxException {
    return new DateTimeDecoder(ctx, false).decode(text);
  }

  /** For time and timetz. */
  static DateTimeDecoder decodeTime(String text, TypeContext ctx) throws DateTimeSyntaxException {
    return new DateTimeDecoder(ctx, true).decode(text);
  }

  DateTimeFields fields() {
    return fields;
  }

  Result result() {
    return result;
  }

  private DateTimeDecoder decode(String text) throws DateTimeSyntaxException {
    tokens = DateTimeToken.scan(text);
    if (tokens.isEmpty()) {
      throw DateTimeSyntaxException.badFormat();
    }
    for (int i = 0; i < tokens.size(); i++) {
      DateTimeToken token = tokens.get(i);
      int mask =
          switch (token.shape()) {
            case DATE -> timeOnly ? dateInTime(token, i) : date(token);
            case TIME -> time(token);
            case ZONE -> zone(token.text());
            case NUMBER -> number(token, i);
            case STRING, SPECIAL -> word(token.text(), i);
          };
      if ((mask & seen) != 0) {
        throw DateTimeSyntaxException.badFormat();
      }
      seen |= mask;
    }
    validateDate();
    applyHalfDay();
    if (timeOnly) {
      finishTime();
    } else if (result == Result.DATE_TIME) {
      finishDateTime();
    }
    return this;
  }

  private boolean has(int mask) {
    return (seen & mask) == mask;
  }

  private int date(DateTimeToken token) throws DateTimeSyntaxException {
    if (label == Field.JULIAN) {
      String text = token.text();
      int end = NumberFields.digitsEnd(text, 0);
      setJulian(NumberFields.parseInt(text.substring(0, end)));
      zone(text.substring(end));
      label = null;
      return NumberFields.DATE | NumberFields.TIME | Field.ZONE.mask();
    }
    if (label == null && !has(Field.MONTH.mask() | Field.DAY.mask())) {
      return numbers.date(token.text(), seen);
    }
    if (!token.startsWithDigit() && label == null) {
      return namedZone(token.text());
    }
    if (label != null && label != Field.ISO_TIME) {
      throw DateTimeSyntaxException.badFormat();
    }
    label = null;
    return timeWithZone(token.text(), seen);
  }

  /** hhmmss-zz */
  private int timeWithZone(String text, int known) throws DateTimeSyntaxException {
    int minus = text.indexOf('-');
    if (has(NumberFields.TIME) || minus < 0) {
      throw DateTimeSyntaxException.badFormat();
    }
    zone(text.substring(minus));
    return numbers.concatenated(text.substring(0, minus), known) | Field.ZONE.mask();
  }

  /** A time may carry a date, which matters only for its zone. */
  private int dateInTime(DateTimeToken token, int index) throws DateTimeSyntaxException {
    boolean dateAllowed =
        index == 0
            && tokens.size() >= 2
            && (tokens.getLast().shape() == Shape.DATE || tokens.get(1).shape() == Shape.TIME);
    if (dateAllowed) {
      return numbers.date(token.text(), seen);
    }
    return token.startsWithDigit()
        ? timeWithZone(token.text(), seen | NumberFields.DATE)
        : namedZone(token.text());
  }

  private int namedZone(String name) {
    namedZone = TimeZones.findNamed(name);
    if (namedZone == null) {
      throw TimeZones.notRecognized(name);
    }
    return Field.ZONE.mask();
  }

  private int time(DateTimeToken token) throws DateTimeSyntaxException {
    if (label != null) {
      if (label != Field.ISO_TIME && !timeOnly) {
        throw DateTimeSyntaxException.badFormat();
      }
      label = null;
    }
    int mask = numbers.time(token.text());
    if (!timeOnly && fields.timeOverflows()) {
      throw DateTimeSyntaxException.overflow();
    }
    return mask;
  }

  /** [+-]hh[[:]mm[:ss]] */
  private int zone(String text) throws DateTimeSyntaxException {
    fields.zone = parseZone(text);
    return Field.ZONE.mask();
  }

  /** Seconds west of Greenwich. */
  static int parseZone(String text) throws DateTimeSyntaxException {
    if (text.isEmpty() || text.charAt(0) != '-' && text.charAt(0) != '+') {
      throw DateTimeSyntaxException.badFormat();
    }
    int[] parts = new int[3];
    int at = 1;
    for (int i = 0; i < 3; i++) {
      int end = NumberFields.digitsEnd(text, at);
      try {
        parts[i] = end > at ? NumberFields.parseInt(text.substring(at, end)) : 0;
      } catch (DateTimeSyntaxException e) {
        throw DateTimeSyntaxException.of(Reason.ZONE_OVERFLOW);
      }
      at = end;
      if (at >= text.length() || text.charAt(at) != ':' || i == 2) {
        if (i == 0 && at == text.length() && text.length() > 3) {
          parts[1] = parts[0] % 100;
          parts[0] /= 100;
        }
        break;
      }
      at++;
    }
    if (parts[0] > 15 || parts[1] > 59 || parts[2] > 59) {
      throw DateTimeSyntaxException.of(Reason.ZONE_OVERFLOW);
    }
    if (at != text.length()) {
      throw DateTimeSyntaxException.badFormat();
    }
    int seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
    return text.charAt(0) == '-' ? seconds : -seconds;
  }

  private void setJulian(int day) throws DateTimeSyntaxException {
    if (day < 0) {
      throw DateTimeSyntaxException.overflow();
    }
    fields.setDate((long) day - Dates.JULIAN_2000);
    julian = true;
  }

  private int number(DateTimeToken token, int index) throws DateTimeSyntaxException {
    String text = token.text();
    if (label != null) {
      Field what = label;
      label = null;
      return labelled(what, text);
    }
    int point = text.indexOf('.');
    if (timeOnly) {
      return numberInTime(text, point, index);
    }
    if (point >= 0 && (seen & NumberFields.DATE) == 0) {
      return numbers.date(text, seen);
    }
    if (point > 2) {
      return numbers.concatenated(text, seen);
    }
    if (text.length() >= 6 && (!has(NumberFields.DATE) || !has(NumberFields.TIME))) {
      // The condition looks at whether any part is missing, as six digits may be either.
      if ((seen & NumberFields.DATE) == 0 || (seen & NumberFields.TIME) == 0) {
        return numbers.concatenated(text, seen);
      }
    }
    return numbers.number(text, textMonth, seen);
  }

  private int numberInTime(String text, int point, int index) throws DateTimeSyntaxException {
    int known = seen | NumberFields.DATE;
    if (point >= 0) {
      if (index == 0 && tokens.size() >= 2 && tokens.getLast().shape() == Shape.DATE) {
        return numbers.date(text, seen);
      }
      if (point > 2) {
        return numbers.concatenated(text, known);
      }
      throw DateTimeSyntaxException.badFormat();
    }
    return text.length() > 4
        ? numbers.concatenated(text, known)
        : numbers.number(text, false, known);
  }

  /** A number after a label, as in y2001m02d04 or J2451187. */
  private int labelled(Field what, String text) throws DateTimeSyntaxException {
    int end = NumberFields.digitsEnd(text, 0);
    int value = NumberFields.parseInt(text.substring(0, end));
    String rest = text.substring(end);
    boolean fractionAllowed =
        what == Field.JULIAN || what == Field.ISO_TIME || what == Field.SECOND;
    if (!rest.isEmpty() && (!rest.startsWith(".") || !fractionAllowed)) {
      throw DateTimeSyntaxException.badFormat();
    }
    switch (what) {
      case YEAR -> fields.year = value;
      case MONTH -> {
        // After a month and an hour the letter m stands for minutes.
        if (has(Field.MONTH.mask() | Field.HOUR.mask())) {
          fields.minute = value;
          return Field.MINUTE.mask();
        }
        fields.month = value;
      }
      case DAY -> fields.day = value;
      case HOUR -> fields.hour = value;
      case MINUTE -> fields.minute = value;
      case SECOND -> {
        fields.second = value;
        if (!rest.isEmpty()) {
          fields.micros = NumberFields.fraction(rest);
          return NumberFields.ALL_SECONDS;
        }
      }
      case JULIAN -> {
        return labelledJulian(value, rest);
      }
      case ISO_TIME -> {
        int mask = numbers.concatenated(text, seen | NumberFields.DATE);
        if (mask != NumberFields.TIME) {
          throw DateTimeSyntaxException.badFormat();
        }
        return mask;
      }
      default -> throw DateTimeSyntaxException.badFormat();
    }
    return what.mask();
  }

  private int labelledJulian(int value, String rest) throws DateTimeSyntaxException {
    setJulian(value);
    if (rest.isEmpty()) {
      return NumberFields.DATE;
    }
    double fraction = rest.equals(".") ? 0 : Double.parseDouble(rest);
    fields.setTimeOfDay((long) Math.rint(fraction * Dates.MICROS_PER_DAY));
    return NumberFields.DATE | NumberFields.TIME;
  }

  private int word(String text, int index) throws DateTimeSyntaxException {
    TimeZones.Abbreviation zone = TimeZones.abbreviation(text);
    if (zone != null) {
      return abbreviation(text, zone);
    }
    Word word = DateTimeWords.find(text);
    if (word == null) {
      namedZone = TimeZones.findNamed(text);
      if (namedZone == null) {
        throw DateTimeSyntaxException.badFormat();
      }
      return Field.ZONE.mask();
    }
    switch (word.field()) {
      case IGNORE -> {
        return 0;
      }
      case RESERVED -> {
        return reserved(Special.values()[word.value()]);
      }
      case MONTH -> {
        return month(word.value());
      }
      case DAYLIGHT_MODIFIER -> fields.zone -= word.value();
      case AM_PM -> afternoon = word.value() == 1;
      case ERA -> beforeChrist = word.value() == 1;
      case DAY_OF_WEEK -> {
        if (timeOnly) {
          throw DateTimeSyntaxException.badFormat();
        }
      }
      case UNITS -> {
        label = Field.values()[word.value()];
        return 0;
      }
      case ISO_TIME -> {
        requireTimeAfter(index);
        label = Field.ISO_TIME;
        return 0;
      }
      default -> throw DateTimeSyntaxException.badFormat();
    }
    int mask = word.field().mask();
    return word.field() == Field.DAYLIGHT_MODIFIER ? mask | Field.DAYLIGHT_ZONE.mask() : mask;
  }

  private int abbreviation(String text, TimeZones.Abbreviation zone) {
    if (zone.zone() != null) {
      abbreviatedZone = TimeZones.findNamed(zone.zone());
      abbreviation = text;
      return Field.ZONE.mask() | Field.DYNAMIC_ZONE.mask();
    }
    fields.zone = -zone.offset();
    return zone.daylight() ? Field.ZONE.mask() | Field.DAYLIGHT_ZONE.mask() : Field.ZONE.mask();
  }

  private int month(int value) throws DateTimeSyntaxException {
    if (timeOnly) {
      throw DateTimeSyntaxException.badFormat();
    }
    int mask = Field.MONTH.mask();
    boolean dayTakenForMonth =
        has(Field.MONTH.mask())
            && !textMonth
            && !has(Field.DAY.mask())
            && fields.month >= 1
            && fields.month <= 31;
    if (dayTakenForMonth) {
      fields.day = fields.month;
      mask = Field.DAY.mask();
    }
    textMonth = true;
    fields.month = value;
    return mask;
  }

  private void requireTimeAfter(int index) throws DateTimeSyntaxException {
    boolean sensible = timeOnly || has(NumberFields.DATE);
    Shape next = index + 1 < tokens.size() ? tokens.get(index + 1).shape() : Shape.STRING;
    if (!sensible || next != Shape.NUMBER && next != Shape.TIME && next != Shape.DATE) {
      throw DateTimeSyntaxException.badFormat();
    }
  }

  private int reserved(Special special) throws DateTimeSyntaxException {
    int everything = NumberFields.DATE | NumberFields.TIME | Field.ZONE.mask();
    long now = ctx.transactionTimestamp();
    int offset = ctx.timeZone().offsetAt(Dates.epochSecond(now));
    long local = now + offset * Dates.MICROS_PER_SECOND;
    switch (special) {
      case NOW -> {
        fields.setTimeOfDay(Dates.timeOf(local));
        if (timeOnly) {
          return NumberFields.TIME;
        }
        fields.setDate(Dates.dayOf(local));
        fields.zone = -offset;
        return everything;
      }
      case ZULU -> {
        fields.setTimeOfDay(0);
        fields.zone = 0;
        return NumberFields.TIME | Field.ZONE.mask();
      }
      case TODAY -> fields.setDate(Dates.dayOf(local));
      case TOMORROW -> fields.setDate(Dates.dayOf(local) + 1);
      case YESTERDAY -> fields.setDate(Dates.dayOf(local) - 1);
      case EARLY -> result = Result.EARLY;
      case LATE -> result = Result.LATE;
      case EPOCH -> result = Result.EPOCH;
    }
    if (timeOnly) {
      throw DateTimeSyntaxException.badFormat();
    }
    return result == Result.DATE_TIME ? NumberFields.DATE : everything;
  }

  private void validateDate() throws DateTimeSyntaxException {
    if (has(Field.YEAR.mask()) && !julian) {
      fixYear();
    }
    if (has(Field.DAY_OF_YEAR.mask())) {
      fields.setDate(Dates.toDay(fields.year, 1, 1) + fields.dayOfYear - 1);
    }
    boolean badMonth = has(Field.MONTH.mask()) && (fields.month < 1 || fields.month > 12);
    boolean badDay = has(Field.DAY.mask()) && (fields.day < 1 || fields.day > 31);
    if (result == Result.DATE_TIME && (badMonth || badDay)) {
      throw DateTimeSyntaxException.of(Reason.MONTH_DAY_OVERFLOW);
    }
    if (result == Result.DATE_TIME
        && has(NumberFields.DATE)
        && fields.day > Dates.daysInMonth(fields.year, fields.month)) {
      throw DateTimeSyntaxException.overflow();
    }
  }

  private void fixYear() throws DateTimeSyntaxException {
    if (result != Result.DATE_TIME) {
      return;
    }
    if (beforeChrist) {
      if (fields.year <= 0) {
        throw DateTimeSyntaxException.overflow();
      }
      fields.year = 1 - fields.year;
    } else if (numbers.twoDigitYear) {
      fields.year += fields.year < 70 ? 2000 : fields.year < 100 ? 1900 : 0;
    } else if (fields.year <= 0) {
      throw DateTimeSyntaxException.overflow();
    }
  }

  private void applyHalfDay() throws DateTimeSyntaxException {
    if (afternoon == null) {
      return;
    }
    if (fields.hour > 12) {
      throw DateTimeSyntaxException.overflow();
    }
    if (!afternoon && fields.hour == 12) {
      fields.hour = 0;
    } else if (afternoon && fields.hour != 12) {
      fields.hour += 12;
    }
  }

  private void finishDateTime() throws DateTimeSyntaxException {
    if (!has(NumberFields.DATE)) {
      if (has(NumberFields.TIME)) {
        result = Result.TIME_ONLY;
        return;
      }
      throw DateTimeSyntaxException.badFormat();
    }
    resolveZone(fields);
  }

  private void finishTime() throws DateTimeSyntaxException {
    if (fields.timeOverflows()) {
      throw DateTimeSyntaxException.overflow();
    }
    if (!has(NumberFields.TIME)) {
      throw DateTimeSyntaxException.badFormat();
    }
    boolean date = has(NumberFields.DATE);
    boolean zoneNeedsDate = namedZone != null && !namedZone.isFixed();
    if (!date && (zoneNeedsDate || (seen & NumberFields.DATE) != 0 && needsRules())) {
      throw DateTimeSyntaxException.badFormat();
    }
    DateTimeFields dated = fields;
    if (!date) {
      dated = new DateTimeFields();
      long now = ctx.transactionTimestamp();
      int offset = ctx.timeZone().offsetAt(Dates.epochSecond(now));
      dated.setDate(Dates.dayOf(now + offset * Dates.MICROS_PER_SECOND));
      dated.setTimeOfDay(fields.timeOfDay());
      dated.zone = fields.zone;
    }
    resolveZone(dated);
    fields.zone = dated.zone;
  }

  private boolean needsRules() {
    return abbreviatedZone != null || !has(Field.ZONE.mask());
  }

  private void resolveZone(DateTimeFields target) throws DateTimeSyntaxException {
    boolean modifier = has(Field.DAYLIGHT_MODIFIER.mask());
    boolean fixed = namedZone == null && abbreviatedZone == null && has(Field.ZONE.mask());
    if (fixed) {
      return;
    }
    if (modifier) {
      throw DateTimeSyntaxException.badFormat();
    }
    if (abbreviatedZone != null && Math.abs((long) target.year) <= LAST_YEAR) {
      target.zone =
          -abbreviatedZone.offsetOfAbbreviation(
              abbreviation.toUpperCase(Locale.ROOT), target.localEpochSecond());
      return;
    }
    if (Math.abs((long) target.year) > LAST_YEAR) {
      return;
    }
    TimeZoneRule zone = namedZone != null ? namedZone : ctx.timeZone();
    target.zone = -zone.offsetAtLocal(target.localEpochSecond());
  }
}
