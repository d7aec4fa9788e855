/**
 * Utility commands: everything that changes the catalogs or looks after tables, as PostgreSQL's
 * part VI "Reference" describes it. {@link org.postern.executor.command.UtilityCommands} is the
 * entry; the other classes do one kind of object or work each.
 */
package org.postern.executor.command;
