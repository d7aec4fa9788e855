/** A readable listing of the log. */
package org.postern.wal.dump;
