/**
 * The free-space map: where in a table a row of a given size may fit. A hint, neither logged nor
 * trusted.
 *
 * <p>Source: PostgreSQL documentation, "Free Space Map".
 */
package org.postern.storage.freespace;
