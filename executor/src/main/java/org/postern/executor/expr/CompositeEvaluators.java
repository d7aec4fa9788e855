package org.postern.executor.expr;

import org.postern.executor.types.Physical;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.TypeOid;

/** Rows: constructors, fields and null tests. */
final class CompositeEvaluators {
  private CompositeEvaluators() {}

  static Evaluator row(Evaluator[] fields, int type, int[] fieldTypes) {
    return new SimpleEvaluators.PerRow(
        Physical.OBJECT,
        fields,
        fieldTypes,
        type,
        false,
        (values, call, context) -> new RowValue(type, values.clone(), fieldTypes));
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
