package org.postern.storage.walapi;

/** How a registered block is logged; the low four bits are stored in the record. */
public final class BlockFlags {
  /** Nothing special: logged as a whole page when a checkpoint began since its last change. */
  public static final int NONE = 0;

  /** Redo builds the page from nothing, so that its old content and an image are not needed. */
  public static final int WILL_INIT = 0x01;

  /** The bytes between lower and upper are unused, and left out of an image. */
  public static final int STANDARD = 0x02;

  /** The block's data is kept although an image is logged. */
  public static final int KEEP_DATA = 0x04;

  /** Log the whole page in any case. */
  public static final int FORCE_IMAGE = 0x10;

  /** Never log the whole page: redo does not depend on its content (torn pages are harmless). */
  public static final int NO_IMAGE = 0x20;

  private BlockFlags() {}
}
