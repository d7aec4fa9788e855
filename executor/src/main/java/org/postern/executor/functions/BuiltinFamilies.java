package org.postern.executor.functions;

import java.util.List;
import java.util.function.Predicate;

/** The families that need nothing of the session but what a call gives them. */
public final class BuiltinFamilies {
  private BuiltinFamilies() {}

  public static List<FunctionFamily> all() {
    Predicate<String> isKeyword = new QuotedWords();
    return List.of(
        new IntegerFamily(),
        new ComparisonFamily(),
        new TextFamily(isKeyword),
        new FloatFamily(),
        new NumericFamily(),
        new ArrayFamily(),
        new DateTimeFamily(),
        new DateTimeCastFamily(),
        new FormatFamily(),
        new SeriesFamily(),
        new BytesFamily(),
        new MoneyFamily(),
        new NetworkFamily(),
        new RangeFamily(),
        new MultirangeFamily(),
        new HashFamily(),
        new DerivedFamily(),
        new RegexFamily(),
        new IdentifierFamily(),
        new InformationSchemaFamily(),
        new JsonReadFamily(),
        new JsonMakeFamily(),
        new JsonRecordFamily(),
        new JsonbEditFamily(),
        new JsonPathFamily(),
        new MiscFamily(),
        new WindowFamily(),
        new TypeIoFamily());
  }
}
