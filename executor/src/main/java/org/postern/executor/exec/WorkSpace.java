package org.postern.executor.exec;

import java.util.function.LongSupplier;
import org.postern.storage.vfs.TemporaryFile;
import org.postern.storage.vfs.TemporaryFiles;

/**
 * The memory a node may fill before it writes to temporary files, and those files.
 *
 * <p>Source: PostgreSQL documentation, "Resource Consumption": work_mem, hash_mem_multiplier,
 * temp_file_limit.
 *
 * @param memory bytes a sort or a store may hold
 * @param hashMemory bytes a hash table may hold
 * @param fileLimit bytes all temporary files may have together, -1 for any number
 */
public record WorkSpace(
    TemporaryFiles files, LongSupplier memory, LongSupplier hashMemory, LongSupplier fileLimit) {
  TemporaryFile file() {
    return files.create(fileLimit.getAsLong());
  }

  /** Bytes of one piece written at a time, so that many can be read side by side. */
  int chunkBytes() {
    return Math.clamp(memory.getAsLong() / 8, 8192, 1 << 18);
  }
}
