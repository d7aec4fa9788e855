package org.postern.executor.catalog;

/** A row of pg_operator; {@code left} is 0 for a prefix operator. */
public record OperatorEntry(
    int oid,
    String name,
    int namespace,
    int left,
    int right,
    int result,
    int commutator,
    int negator,
    int function,
    boolean canMerge,
    boolean canHash) {}
