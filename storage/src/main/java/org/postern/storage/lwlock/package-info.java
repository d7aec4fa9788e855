/** Lightweight locks: short shared or exclusive holds on structures in shared memory. */
package org.postern.storage.lwlock;
