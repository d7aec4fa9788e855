package org.postern.executor.catalog.bootstrap;

import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.BuiltinTypes;

/**
 * Types that columns of system views and results of system functions have in PostgreSQL but that
 * this server may lack: their values are shown as text instead, with the same characters.
 */
final class MissingTypes {
  private MissingTypes() {}

  /** The type itself, or text for an address type without code. */
  static int instead(int type) {
    return type == TypeOid.INET && BuiltinTypes.get(type) == null ? TypeOid.TEXT : type;
  }
}
