package org.postern.storage.smgr;

/** The files that make up one relation; the ordinal is stored in WAL records. */
public enum Fork {
  MAIN,
  FREE_SPACE,
  VISIBILITY,
  INIT
}
