package org.postern.executor.catalog;

import java.util.List;

/**
 * A row of pg_attribute; {@code number} is 1-based. {@code missing} is the value of rows stored
 * before the column was added (null: NULL); {@code acl} its own access list, or null.
 */
public record ColumnEntry(
    int number,
    String name,
    int type,
    int typmod,
    int length,
    char align,
    char storage,
    boolean byValue,
    boolean notNull,
    boolean hasDefault,
    boolean dropped,
    char identity,
    char generated,
    int collation,
    Object missing,
    List<String> acl) {}
