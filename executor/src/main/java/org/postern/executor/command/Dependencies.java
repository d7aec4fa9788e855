package org.postern.executor.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.types.TypeOid;

/**
 * Rows of pg_depend and pg_shdepend. Objects of the initial catalogs are pinned: nothing is
 * recorded about depending on them.
 *
 * <p>Source: PostgreSQL documentation, "pg_depend".
 */
final class Dependencies {
  static final char NORMAL = 'n';
  static final char AUTO = 'a';
  static final char INTERNAL = 'i';

  /** The first oid that initdb does not give to pinned objects. */
  private static final int FIRST_UNPINNED = 12000;

  private final CatalogEditor editor;
  private final int database;

  Dependencies(CatalogEditor editor, int database) {
    this.editor = editor;
    this.database = database;
  }

  static boolean pinned(ObjectAddress address) {
    if (Integer.compareUnsigned(address.object(), FIRST_UNPINNED) >= 0) {
      return false;
    }
    return address.classId() != ObjectAddress.DATABASE
        && !(address.classId() == ObjectAddress.NAMESPACE && address.object() == Catalog.PUBLIC);
  }

  void record(ObjectAddress depender, ObjectAddress referenced, char type) {
    if (pinned(referenced)) {
      return;
    }
    editor.insert(
        editor
            .row("pg_depend")
            .oid("classid", depender.classId())
            .oid("objid", depender.object())
            .number("objsubid", depender.sub())
            .oid("refclassid", referenced.classId())
            .oid("refobjid", referenced.object())
            .number("refobjsubid", referenced.sub())
            .letter("deptype", type));
  }

  /** Records an owner. */
  void recordOwner(int classId, int oid, int owner) {
    if (pinned(ObjectAddress.of(ObjectAddress.AUTHID, owner))) {
      return;
    }
    shared(classId, oid, 0, owner, 'o');
  }

  /** Replaces the owner of an object. */
  void changeOwner(int classId, int oid, int owner) {
    for (CatalogRow row : sharedOf(classId, oid)) {
      if (row.character("deptype") == 'o') {
        editor.delete(row);
      }
    }
    recordOwner(classId, oid, owner);
  }

  /** Replaces the roles that the ACL of an object, or of its column {@code sub}, names. */
  void recordAcl(int classId, int oid, int sub, Set<Integer> roles) {
    for (CatalogRow row : sharedOf(classId, oid)) {
      if (row.character("deptype") == 'a' && row.integer("objsubid") == sub) {
        editor.delete(row);
      }
    }
    for (int role : roles) {
      if (!pinned(ObjectAddress.of(ObjectAddress.AUTHID, role))) {
        shared(classId, oid, sub, role, 'a');
      }
    }
  }

  private void shared(int classId, int oid, int sub, int role, char type) {
    editor.insert(
        editor
            .row("pg_shdepend")
            .oid("dbid", sharedClass(classId) ? 0 : database)
            .oid("classid", classId)
            .oid("objid", oid)
            .number("objsubid", sub)
            .oid("refclassid", ObjectAddress.AUTHID)
            .oid("refobjid", role)
            .letter("deptype", type));
  }

  private List<CatalogRow> sharedOf(int classId, int oid) {
    return editor.rows(
        "pg_shdepend",
        CatalogEditor.SHARED_DEPENDER,
        Catalog.unsigned(sharedClass(classId) ? 0 : database),
        Catalog.unsigned(classId),
        Catalog.unsigned(oid));
  }

  private static boolean sharedClass(int classId) {
    return classId == ObjectAddress.DATABASE
        || classId == ObjectAddress.AUTHID
        || classId == ObjectAddress.TABLESPACE;
  }

  /** Rows about what {@code depender}, all columns included if it is whole, depends on. */
  List<CatalogRow> dependencies(ObjectAddress depender) {
    return depender.sub() == 0
        ? editor.rows(
            "pg_depend",
            CatalogIndexes.DEPEND_DEPENDER,
            Catalog.unsigned(depender.classId()),
            Catalog.unsigned(depender.object()))
        : editor.rows(
            "pg_depend",
            CatalogIndexes.DEPEND_DEPENDER,
            Catalog.unsigned(depender.classId()),
            Catalog.unsigned(depender.object()),
            (long) depender.sub());
  }

  /** Rows about what depends on {@code referenced}, or on its columns if it is whole. */
  List<CatalogRow> dependents(ObjectAddress referenced) {
    return referenced.sub() == 0
        ? editor.rows(
            "pg_depend",
            CatalogIndexes.DEPEND_REFERENCE,
            Catalog.unsigned(referenced.classId()),
            Catalog.unsigned(referenced.object()))
        : editor.rows(
            "pg_depend",
            CatalogIndexes.DEPEND_REFERENCE,
            Catalog.unsigned(referenced.classId()),
            Catalog.unsigned(referenced.object()),
            (long) referenced.sub());
  }

  static ObjectAddress depender(CatalogRow row) {
    return new ObjectAddress(row.oid("classid"), row.oid("objid"), row.integer("objsubid"));
  }

  static ObjectAddress referenced(CatalogRow row) {
    return new ObjectAddress(
        row.oid("refclassid"), row.oid("refobjid"), row.integer("refobjsubid"));
  }

  /** Forgets what an object depends on, and its owner. */
  void forget(ObjectAddress address) {
    for (CatalogRow row : dependencies(address)) {
      editor.delete(row);
    }
    if (address.sub() == 0) {
      for (CatalogRow row : sharedOf(address.classId(), address.object())) {
        editor.delete(row);
      }
    }
  }

  /** Points all dependencies of {@code depender} on one object to another one. */
  void change(ObjectAddress depender, int refClass, int from, int to) {
    for (CatalogRow row : dependencies(depender)) {
      if (row.oid("refclassid") == refClass && row.oid("refobjid") == from) {
        editor.delete(row);
        record(depender, ObjectAddress.of(refClass, to), row.character("deptype"));
      }
    }
  }

  /**
   * Records what an expression over one relation depends on; {@code self} is the strength towards
   * the relation's own columns, {@code other} towards everything else.
   */
  void recordExpr(ObjectAddress depender, Expr expr, int relation, char self, char other) {
    Set<ObjectAddress> own = new LinkedHashSet<>();
    Set<ObjectAddress> others = new LinkedHashSet<>();
    ExprTrees.walk(expr, e -> collect(e, relation, own, others));
    own.forEach(address -> record(depender, address, self));
    others.forEach(address -> record(depender, address, other));
  }

  static void collect(Expr expr, int relation, Set<ObjectAddress> own, Set<ObjectAddress> others) {
    switch (expr) {
      case Expr.Var v -> {
        if (v.column() >= 0 && relation != 0) {
          own.add(ObjectAddress.column(relation, v.column()));
        }
      }
      case Expr.Const c -> {
        type(c.type(), others);
        if (c.type() == TypeOid.REGCLASS && c.value() != null) {
          others.add(ObjectAddress.relation(((Long) c.value()).intValue()));
        }
      }
      case Expr.Call c -> others.add(ObjectAddress.of(ObjectAddress.PROC, c.function()));
      case Expr.Op o -> others.add(ObjectAddress.of(ObjectAddress.OPERATOR, o.operator()));
      case Expr.Distinct d -> others.add(ObjectAddress.of(ObjectAddress.OPERATOR, d.operator()));
      case Expr.NullIf n -> others.add(ObjectAddress.of(ObjectAddress.OPERATOR, n.operator()));
      case Expr.ArrayOp a -> others.add(ObjectAddress.of(ObjectAddress.OPERATOR, a.operator()));
      case Expr.Relabel r -> type(r.type(), others);
      case Expr.CoerceViaIo c -> type(c.type(), others);
      case Expr.ArrayCoerce a -> type(a.type(), others);
      case Expr.Row r -> type(r.type(), others);
      default -> {
        // Names no object of its own.
      }
    }
  }

  private static void type(int type, Set<ObjectAddress> others) {
    others.add(ObjectAddress.of(ObjectAddress.TYPE, type));
  }
}
