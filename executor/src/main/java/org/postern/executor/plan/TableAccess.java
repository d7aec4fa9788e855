package org.postern.executor.plan;

import java.util.Set;

/**
 * What a statement does to a relation, for the check of privileges. {@code checkAs} is the role
 * whose rights count, 0 for the current one; {@code required} the privileges by their letters in
 * access lists. The sets are the columns read, inserted and updated: 0 is the whole row, and an
 * empty set is content with a privilege on any column.
 */
public record TableAccess(
    int relation,
    int checkAs,
    String required,
    Set<Integer> read,
    Set<Integer> inserted,
    Set<Integer> updated) {}
