/** Process slots in shared memory: identity, latch, interrupts, intents and activity. */
package org.postern.storage.proc;
