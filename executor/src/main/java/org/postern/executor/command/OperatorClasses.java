package org.postern.executor.command;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.OpclassEntry;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Operator classes as statements name them. */
final class OperatorClasses {
  private final Ddl ddl;

  OperatorClasses(Ddl ddl) {
    this.ddl = ddl;
  }

  /** The B-tree operator class called so, which must take the type; throws 42704 or 42804. */
  int named(QualifiedName name, int type) {
    OpclassEntry found = null;
    for (OpclassEntry opclass : ddl.catalog.opclasses(Catalog.BTREE)) {
      boolean visible =
          name.schema() == null
              ? ddl.analyzer().searchPath().effective().contains(opclass.namespace())
              : ddl.catalog.namespace(name.schema()) == opclass.namespace();
      if (visible && opclass.name().equals(name.name())) {
        found = opclass;
        break;
      }
    }
    if (found == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT,
          "operator class \"%s\" does not exist for access method \"btree\"",
          name);
    }
    int usual = ddl.catalog.defaultOpclass(type, Catalog.BTREE);
    boolean pattern = found.name().endsWith("_pattern_ops");
    boolean accepted =
        usual != 0
            && (found.oid() == usual
                || ddl.catalog.opclass(usual).family() == found.family()
                || pattern && textLike(type, found.inputType()));
    if (!accepted) {
      throw SqlException.error(
          SqlState.DATATYPE_MISMATCH,
          "operator class \"%s\" does not accept data type %s",
          name,
          ddl.analyzer().types().typeName(type));
    }
    return found.oid();
  }

  private boolean textLike(int type, int input) {
    int base = ddl.catalog.baseType(type);
    boolean blank = base == TypeOid.BPCHAR;
    return blank == (input == TypeOid.BPCHAR) && ddl.catalog.type(base).info().category() == 'S';
  }
}
