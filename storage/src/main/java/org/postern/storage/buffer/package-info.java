/** The shared buffer pool: pages in memory, their pins and locks, edits, and writing them back. */
package org.postern.storage.buffer;
