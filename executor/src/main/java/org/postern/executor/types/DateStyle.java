package org.postern.executor.types;

/** The first word of DateStyle: how dates and timestamps are printed. */
public enum DateStyle {
  ISO,
  SQL,
  POSTGRES,
  GERMAN
}
