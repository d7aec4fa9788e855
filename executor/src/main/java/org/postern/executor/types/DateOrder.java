package org.postern.executor.types;

/** The second word of DateStyle: how an ambiguous date such as 1/2/2003 is read. */
public enum DateOrder {
  YMD,
  DMY,
  MDY
}
