/** The bytes of a WAL record: grammar, encoder, decoder, and the log's own kinds of record. */
package org.postern.wal.record;
