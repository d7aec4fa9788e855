/**
 * From syntax tree to query tree: names resolved, types and functions chosen, casts made explicit.
 *
 * <p>Source: PostgreSQL documentation, chapters "Type Conversion" and "SQL Syntax".
 */
package org.postern.executor.analyze;
