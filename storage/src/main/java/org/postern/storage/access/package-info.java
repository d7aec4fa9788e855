/** Tables and indexes as the executor sees them: tuples, tids, scans; no buffers, no pages. */
package org.postern.storage.access;
