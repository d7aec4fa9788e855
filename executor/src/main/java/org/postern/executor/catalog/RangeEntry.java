package org.postern.executor.catalog;

/** A row of pg_range; functions that are not there are 0. */
public record RangeEntry(
    int range,
    int subtype,
    int multirange,
    int collation,
    int opclass,
    int canonical,
    int difference) {}
