package org.postern.storage.access;

/** Along the order of the index, or against it. */
public enum ScanDirection {
  FORWARD,
  BACKWARD
}
