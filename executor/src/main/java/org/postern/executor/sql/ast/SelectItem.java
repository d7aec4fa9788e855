package org.postern.executor.sql.ast;

/**
 * One output column of SELECT or RETURNING, or a named XML item.
 *
 * @param alias null when none was written
 */
public record SelectItem(Expression value, String alias, int location) implements Node {}
