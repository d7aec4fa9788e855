/**
 * How a row becomes bytes: the attribute layout of PostgreSQL's heap tuples behind a header of 32
 * bytes, built by {@link org.postern.storage.tuple.TupleBuilder} and taken apart by {@link
 * org.postern.storage.tuple.TupleReader}, both on plain byte arrays and without allocation per row.
 *
 * <p>Source: PostgreSQL documentation, "Database Page Layout", section "Table Row Layout".
 */
package org.postern.storage.tuple;
