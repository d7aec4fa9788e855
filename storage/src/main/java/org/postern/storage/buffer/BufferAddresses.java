package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.page.PageLayout;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;

/** Where descriptors and pages lie; shared by the classes of this package. */
final class BufferAddresses {
  final MemorySegment shm;
  final int count;
  final long control;
  private final long descriptors;
  private final long pages;

  BufferAddresses(SharedMemory memory) {
    this.shm = memory.segment();
    this.count = memory.config().bufferCount();
    this.control = memory.base(ShmemArea.BUFFER_CONTROL);
    this.descriptors = memory.base(ShmemArea.BUFFER_DESCRIPTORS);
    this.pages = memory.base(ShmemArea.BUFFER_BLOCKS);
  }

  long descriptor(int buffer) {
    return descriptors + (long) buffer * BufferDescriptorLayout.SIZE;
  }

  long contentLock(int buffer) {
    return descriptor(buffer) + BufferDescriptorLayout.CONTENT_LOCK;
  }

  long page(int buffer) {
    return pages + (long) buffer * PageLayout.PAGE_SIZE;
  }

  long state(int buffer) {
    return BufferDescriptorLayout.stateAcquire(shm, descriptor(buffer));
  }
}
