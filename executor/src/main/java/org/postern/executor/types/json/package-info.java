/**
 * json and jsonb: the reader of JSON text, the two kinds of documents, and what is done to them.
 *
 * <p>Source: PostgreSQL documentation, sections 8.14 "JSON Types" and 9.16 "JSON Functions and
 * Operators".
 */
package org.postern.executor.types.json;
