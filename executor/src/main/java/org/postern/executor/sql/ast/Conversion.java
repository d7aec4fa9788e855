package org.postern.executor.sql.ast;

/** A changed type or collation. */
public sealed interface Conversion extends Expression {
  /** {@code CAST(x AS t)}, {@code x::t} and typed literals such as {@code date '...'}. */
  record Cast(Expression arg, TypeName type, int location) implements Conversion {}

  record Collate(Expression arg, QualifiedName collation, int location) implements Conversion {}
}
