package org.postern.executor.sql.ast;

import java.util.List;

/** What identifies an object, by the shape its kind needs. */
public sealed interface ObjectName extends Node {
  /** By a dotted name alone; for a column the column's name is the last part. */
  record Named(QualifiedName name, int location) implements ObjectName {}

  /** A constraint, policy, rule or trigger of a relation. */
  record OnRelation(String name, QualifiedName relation, int location) implements ObjectName {}

  record OnDomain(String name, TypeName domain, int location) implements ObjectName {}

  record OfType(TypeName type, int location) implements ObjectName {}

  /**
   * A function, procedure or aggregate.
   *
   * @param parameters null when no list was written; output parameters included
   * @param star the aggregate takes {@code (*)}
   * @param directCount for an ordered-set aggregate how many arguments stand before ORDER BY, else
   *     -1
   */
  record Routine(
      QualifiedName name,
      List<RoutineStatement.Parameter> parameters,
      boolean star,
      int directCount,
      int location)
      implements ObjectName {
    public Routine {
      parameters = parameters == null ? null : List.copyOf(parameters);
    }
  }

  /** A null type stands for NONE. */
  record OperatorSignature(QualifiedName name, TypeName left, TypeName right, int location)
      implements ObjectName {}

  /** An operator class or family. */
  record UsingMethod(QualifiedName name, String accessMethod, int location) implements ObjectName {}

  record CastOf(TypeName source, TypeName target, int location) implements ObjectName {}

  record TransformFor(TypeName type, String language, int location) implements ObjectName {}

  record LargeObject(String oid, int location) implements ObjectName {}
}
