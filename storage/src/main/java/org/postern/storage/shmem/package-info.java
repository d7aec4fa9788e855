/** The shared segment: one mapped file, its header, its areas, and ordered access to its words. */
package org.postern.storage.shmem;
