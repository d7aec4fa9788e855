package org.postern.storage.reaper;

import org.postern.storage.buffer.BufferRepair.EditOutcome;

/**
 * What was repaired for one dead process.
 *
 * @param repaired false: the shared state cannot be trusted; every process must end, and the log be
 *     replayed
 */
public record ReapResult(
    int slot,
    int pid,
    boolean repaired,
    int lwLocks,
    int pins,
    EditOutcome edit,
    int heavyweightLocks) {}
