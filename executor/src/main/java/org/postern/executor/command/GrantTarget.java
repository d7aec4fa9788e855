package org.postern.executor.command;

import org.postern.executor.catalog.CatalogRow;

/** An object with an access list: the row and column it is in. {@code sub} is a column's number. */
record GrantTarget(
    CatalogRow row,
    String aclColumn,
    int classId,
    int oid,
    int sub,
    int owner,
    AclKind kind,
    String name) {

  /** As messages speak of it. */
  String shown() {
    return "\"" + name + "\"";
  }
}
