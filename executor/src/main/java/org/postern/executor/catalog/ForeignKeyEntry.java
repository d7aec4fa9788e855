package org.postern.executor.catalog;

import java.util.List;

/**
 * A foreign key: {@code columns} of {@code table} refer to {@code keys} of {@code referenced}. The
 * actions are a none, r restrict, c cascade, n set null, d set default; {@code full} is MATCH FULL.
 * {@code deleteSets} are the columns that ON DELETE SET sets, empty for all.
 */
public record ForeignKeyEntry(
    int oid,
    String name,
    int table,
    int referenced,
    List<Integer> columns,
    List<Integer> keys,
    char onUpdate,
    char onDelete,
    boolean full,
    List<Integer> deleteSets,
    boolean deferrable,
    boolean deferred) {}
