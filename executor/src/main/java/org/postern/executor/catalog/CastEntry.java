package org.postern.executor.catalog;

/**
 * A row of pg_cast. {@code context}: i implicit, a assignment, e explicit; {@code method}: f
 * function, i through input and output, b binary coercible.
 */
public record CastEntry(int source, int target, int function, char context, char method) {}
