/**
 * VACUUM of one table: removes dead row versions and their index entries, freezes old ones, keeps
 * the visibility and free-space maps, gives empty pages at the end back.
 *
 * <p>Source: PostgreSQL documentation, "Routine Vacuuming".
 */
package org.postern.storage.vacuum;
