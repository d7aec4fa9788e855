package org.postern.executor.types;

/**
 * How a SQL type's values are represented in the executor: the Java class of a scalar and the kind
 * of vector that holds a column of them. SQL NULL is Java null as a scalar.
 */
public enum Physical {
  /** {@link Long}: booleans (0, 1), integers, oids, dates, times, timestamps, money, enums. */
  LONG,
  /** {@link Double}: float8, and float4 widened. */
  DOUBLE,
  /** {@link Slice}: text in UTF-8, bytea, name, json, uuid. */
  BYTES,
  /** One immutable class for each type: {@link Numeric}, {@link Interval}, {@link ArrayValue}... */
  OBJECT
}
