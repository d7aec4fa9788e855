/**
 * What the executor sees of storage: tables and indexes by handle, rows by tid, keys and tuple
 * bytes. The interfaces here are implemented by the heap and by the index access methods; no page,
 * buffer or lock of theirs shows through.
 */
package org.postern.storage.access;
