package org.postern.executor.expr;

import org.postern.executor.types.Physical;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.TypeOid;

/** Rows: constructors, fields and null tests. */
final class CompositeEvaluators {
  private CompositeEvaluators() {}

  static Evaluator row(Evaluator[] fields, int type, int[] fieldTypes, String[] names) {
    return new SimpleEvaluators.PerRow(
        Physical.OBJECT,
        fields,
        fieldTypes,
        type,
        false,
        (values, call, context) -> new RowValue(type, values.clone(), fieldTypes, names));
  }

  static Evaluator field(Evaluator row, int field, Physical physical) {
    return new SimpleEvaluators.PerRow(
        physical,
        new Evaluator[] {row},
        new int[] {TypeOid.RECORD},
        0,
        true,
        (values, call, context) -> ((RowValue) values[0]).values()[field]);
  }

  /** The row with fields {@code at} replaced by values; a null row has null fields. */
  static Evaluator store(
      Evaluator row, Evaluator[] replacements, int[] at, int type, int[] fieldTypes) {
    Evaluator[] args = new Evaluator[replacements.length + 1];
    args[0] = row;
    System.arraycopy(replacements, 0, args, 1, replacements.length);
    return new SimpleEvaluators.PerRow(
        Physical.OBJECT,
        args,
        new int[args.length],
        type,
        false,
        (values, call, context) -> {
          Object[] fields =
              values[0] == null
                  ? new Object[fieldTypes.length]
                  : ((RowValue) values[0]).values().clone();
          for (int i = 0; i < at.length; i++) {
            fields[at[i]] = values[i + 1];
          }
          return new RowValue(type, fields, fieldTypes);
        });
  }

  /** {@code IS NULL}: all fields null; {@code IS NOT NULL}: none. */
  static Evaluator rowNullTest(Evaluator row, boolean isNull) {
    return new SimpleEvaluators.PerRow(
        Physical.LONG,
        new Evaluator[] {row},
        new int[] {TypeOid.RECORD},
        TypeOid.BOOL,
        false,
        (values, call, context) -> {
          if (values[0] == null) {
            return isNull ? 1L : 0L;
          }
          for (Object field : ((RowValue) values[0]).values()) {
            if (field == null != isNull) {
              return 0L;
            }
          }
          return 1L;
        });
  }
}
