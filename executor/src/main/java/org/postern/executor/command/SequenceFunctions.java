package org.postern.executor.command;

import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;

/** nextval, currval, lastval, setval and what the system views ask of sequences. */
public final class SequenceFunctions implements FunctionFamily {
  private final Sequences sequences;

  public SequenceFunctions(Sequences sequences) {
    this.sequences = sequences;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "nextval_oid" -> Fn.f1(a -> sequences.nextval(oid(a)));
      case "currval_oid" -> Fn.f1(a -> sequences.currval(oid(a)));
      case "lastval" -> Fn.fn((args, context) -> sequences.lastval());
      case "setval_oid" -> Fn.f2((a, b) -> sequences.setval(oid(a), (Long) b, true));
      case "setval3_oid" -> Fn.f3((a, b, c) -> sequences.setval(oid(a), (Long) b, (Long) c != 0));
      case "pg_sequence_last_value" -> Fn.f1(a -> sequences.lastValue(oid(a)));
      default -> null;
    };
  }

  private static int oid(Object value) {
    return ((Long) value).intValue();
  }
}
