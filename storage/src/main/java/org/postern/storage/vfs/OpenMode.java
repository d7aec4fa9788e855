package org.postern.storage.vfs;

/** How a file is opened. */
public enum OpenMode {
  /** An existing file, for reading. */
  READ,
  /** An existing file, for reading and writing. */
  READ_WRITE,
  /** For reading and writing; made if missing. */
  CREATE,
  /** For reading and writing; must not exist. */
  CREATE_NEW
}
