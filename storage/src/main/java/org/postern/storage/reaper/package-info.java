/** Repairs what a dead process left behind in shared memory, so that nobody else is disturbed. */
package org.postern.storage.reaper;
