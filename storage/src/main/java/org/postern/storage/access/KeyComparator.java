package org.postern.storage.access;

/**
 * The order of a {@link KeyKind#CUSTOM} column. The arrays hold the payloads without a length
 * header; implementations must be total orders and must not keep the arrays.
 */
@FunctionalInterface
public interface KeyComparator {
  int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength);
}
