package org.postern.executor.command;

import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Makes relations of any kind: the file, the rows of pg_class, pg_attribute and pg_type, and what
 * pg_depend says of them.
 */
final class RelationCreator {
  private static final int HEAP_METHOD = 2;
  private static final int MAX_COLUMNS = 1600;

  private final Ddl ddl;
  private final CatalogEditor editor;

  RelationCreator(Ddl ddl) {
    this.ddl = ddl;
    this.editor = ddl.editor;
  }

  /** What to make; {@code options} null for none. */
  record Spec(
      String name,
      int namespace,
      int owner,
      char kind,
      char persistence,
      List<NewColumn> columns,
      List<String> options) {}

  /** Makes a table, sequence or TOAST table; returns its oid. */
  int create(Spec spec) {
    if (spec.columns().size() > MAX_COLUMNS) {
      throw SqlException.error(
          SqlState.TOO_MANY_COLUMNS, "tables can have at most %d columns", MAX_COLUMNS);
    }
    if (ddl.relations.relationByName(spec.namespace(), spec.name()) != 0) {
      throw SqlException.error(
          SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists", spec.name());
    }
    int oid = editor.newOid("pg_class");
    boolean typed = "rvmpc".indexOf(spec.kind()) >= 0;
    boolean stored = "vcpI".indexOf(spec.kind()) < 0;
    int rowType = 0;
    if (typed) {
      freeTypeName(spec.name(), spec.namespace());
      int arrayType = editor.newOid("pg_type");
      rowType = editor.newOid("pg_type");
      insertTypes(spec, oid, rowType, arrayType);
    }
    boolean logged = spec.persistence() == 'p' || spec.kind() == 'S';
    if (stored) {
      ddl.env.files().create(ddl.locator(Integer.toUnsignedLong(oid)), logged);
    }
    if (stored && !logged) {
      ddl.env.files().createInitFork(ddl.locator(Integer.toUnsignedLong(oid)));
    }
    AclKind aclKind = spec.kind() == 'S' ? AclKind.SEQUENCE : AclKind.TABLE;
    DefaultPrivileges defaults = new DefaultPrivileges(ddl);
    List<String> acl =
        spec.kind() == 't' || spec.kind() == 'c'
            ? null
            : defaults.initial(spec.owner(), spec.namespace(), aclKind);
    insertClass(spec, oid, rowType, acl);
    insertColumns(oid, spec);
    ObjectAddress self = ObjectAddress.relation(oid);
    if (spec.kind() == 'c') {
      ObjectAddress type = ObjectAddress.of(ObjectAddress.TYPE, rowType);
      ddl.depend.record(
          type, ObjectAddress.of(ObjectAddress.NAMESPACE, spec.namespace()), Dependencies.NORMAL);
      ddl.depend.recordOwner(ObjectAddress.TYPE, rowType, spec.owner());
    } else if (spec.kind() != 't') {
      ddl.depend.record(
          self, ObjectAddress.of(ObjectAddress.NAMESPACE, spec.namespace()), Dependencies.NORMAL);
      ddl.depend.recordOwner(ObjectAddress.CLASS, oid, spec.owner());
      defaults.record(ObjectAddress.CLASS, oid, spec.owner(), acl);
    }
    for (int i = 0; i < spec.columns().size(); i++) {
      dependOnType(oid, i + 1, spec.columns().get(i));
    }
    ddl.step();
    return oid;
  }

  void dependOnType(int relation, int number, NewColumn column) {
    ObjectAddress self = ObjectAddress.column(relation, number);
    ddl.depend.record(
        self, ObjectAddress.of(ObjectAddress.TYPE, column.type()), Dependencies.NORMAL);
    if (column.collation() != 0) {
      ddl.depend.record(
          self, ObjectAddress.of(ObjectAddress.COLLATION, column.collation()), Dependencies.NORMAL);
    }
  }

  private void insertClass(Spec spec, int oid, int rowType, List<String> acl) {
    boolean heap = "rtm".indexOf(spec.kind()) >= 0;
    long oldest = ddl.env.exec().transactions().horizons().oldestRunningXid();
    RowValues row =
        classRow(editor, oid, spec.name(), spec.namespace(), spec.owner(), spec.kind())
            .oid("reltype", rowType)
            .oid("relam", heap ? HEAP_METHOD : 0)
            .letter("relpersistence", spec.persistence())
            .number("relnatts", spec.columns().size())
            .letter("relreplident", "rpm".indexOf(spec.kind()) >= 0 ? 'd' : 'n')
            .number("relfrozenxid", heap ? oldest & 0xffffffffL : 0)
            .number("relminmxid", heap ? 1 : 0)
            .texts("reloptions", TypeOid.TEXT, spec.options())
            .texts("relacl", TypeOid.ACLITEM, acl);
    if (spec.kind() == 'v' || spec.kind() == 'c') {
      row.oid("relfilenode", 0).set("reltuples", spec.kind() == 'v' ? -1.0 : 0.0);
    }
    if (spec.kind() == 'p') {
      row.oid("relfilenode", 0);
    }
    if (spec.kind() == 'S') {
      row.number("relpages", 1).set("reltuples", 1.0);
    }
    editor.insert(row);
  }

  /** A row of pg_class with what most relations have. */
  static RowValues classRow(
      CatalogEditor editor, int oid, String name, int namespace, int owner, char kind) {
    return editor
        .row("pg_class")
        .oid("oid", oid)
        .text("relname", name)
        .oid("relnamespace", namespace)
        .oid("reltype", 0)
        .oid("reloftype", 0)
        .oid("relowner", owner)
        .oid("relam", 0)
        .oid("relfilenode", oid)
        .oid("reltablespace", 0)
        .number("relpages", 0)
        .set("reltuples", -1.0)
        .number("relallvisible", 0)
        .oid("reltoastrelid", 0)
        .flag("relhasindex", false)
        .flag("relisshared", false)
        .letter("relpersistence", 'p')
        .letter("relkind", kind)
        .number("relnatts", 0)
        .number("relchecks", 0)
        .flag("relhasrules", false)
        .flag("relhastriggers", false)
        .flag("relhassubclass", false)
        .flag("relrowsecurity", false)
        .flag("relforcerowsecurity", false)
        .flag("relispopulated", true)
        .letter("relreplident", 'n')
        .flag("relispartition", false)
        .oid("relrewrite", 0)
        .number("relfrozenxid", 0)
        .number("relminmxid", 0);
  }

  private void insertColumns(int relation, Spec spec) {
    List<NewColumn> columns = spec.columns();
    for (int i = 0; i < columns.size(); i++) {
      editor.insert(attribute(relation, i + 1, columns.get(i)));
    }
    if (spec.kind() != 'v' && spec.kind() != 'c') {
      systemColumns(relation);
    }
  }

  private void systemColumns(int relation) {
    String[] names = {"ctid", "xmin", "cmin", "xmax", "cmax", "tableoid"};
    int[] types = {TypeOid.TID, TypeOid.XID, TypeOid.CID, TypeOid.XID, TypeOid.CID, TypeOid.OID};
    for (int i = 0; i < names.length; i++) {
      NewColumn column = NewColumn.of(names[i], types[i], -1, 0).asNotNull();
      editor.insert(attribute(relation, -1 - i, column).number("attstattarget", 0));
    }
  }

  /** A row of pg_attribute. */
  RowValues attribute(int relation, int number, NewColumn column) {
    TypeEntry type = ddl.catalog.type(column.type());
    boolean byValue =
        type.info().physical() == Physical.LONG || type.info().physical() == Physical.DOUBLE;
    return editor
        .row("pg_attribute")
        .oid("attrelid", relation)
        .text("attname", column.name())
        .oid("atttypid", column.type())
        .number("attstattarget", -1)
        .number("attlen", type.info().length())
        .number("attnum", number)
        .number("attndims", column.dimensions())
        .number("attcacheoff", -1)
        .number("atttypmod", column.typmod())
        .flag("attbyval", byValue)
        .letter("attalign", type.info().align())
        .letter("attstorage", column.storage() != 0 ? column.storage() : type.info().storage())
        .letter("attcompression", (char) 0)
        .flag("attnotnull", column.notNull())
        .flag("atthasdef", false)
        .flag("atthasmissing", false)
        .letter("attidentity", column.identity())
        .letter("attgenerated", column.generated())
        .flag("attisdropped", false)
        .flag("attislocal", true)
        .number("attinhcount", 0)
        .oid("attcollation", column.collation());
  }

  /** A type of the relation's name is in the way, unless it is an array type that can move. */
  void freeTypeName(String name, int namespace) {
    int existing = ddl.catalog.typeByName(namespace, name);
    if (existing == 0) {
      return;
    }
    CatalogRow row = editor.get("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(existing));
    int element = row.oid("typelem");
    boolean automatic = element != 0 && ddl.catalog.type(element).info().arrayOid() == existing;
    if (!automatic) {
      throw SqlException.error(SqlState.DUPLICATE_OBJECT, "type \"%s\" already exists", name)
          .withHint(
              "A relation has an associated type of the same name, so you must use a name that"
                  + " doesn't conflict with any existing type.");
    }
    String moved = ddl.names.arrayType(ddl.catalog, ddl.catalog.type(element).name(), namespace);
    editor.update(row, values -> values.text("typname", moved));
    ddl.step();
  }

  private void insertTypes(Spec spec, int relation, int rowType, int arrayType) {
    String arrayName = ddl.names.arrayType(ddl.catalog, spec.name(), spec.namespace());
    editor.insert(
        type(rowType, spec.name(), spec)
            .letter("typtype", 'c')
            .letter("typcategory", 'C')
            .oid("typrelid", relation)
            .oid("typsubscript", 0)
            .oid("typelem", 0)
            .oid("typarray", arrayType)
            .oid("typinput", 2290)
            .oid("typoutput", 2291)
            .oid("typreceive", 2402)
            .oid("typsend", 2403)
            .oid("typanalyze", 0));
    editor.insert(
        type(arrayType, arrayName, spec)
            .letter("typtype", 'b')
            .letter("typcategory", 'A')
            .oid("typrelid", 0)
            .oid("typsubscript", 6179)
            .oid("typelem", rowType)
            .oid("typarray", 0)
            .oid("typinput", 750)
            .oid("typoutput", 751)
            .oid("typreceive", 2400)
            .oid("typsend", 2401)
            .oid("typanalyze", 3816));
    ObjectAddress type = ObjectAddress.of(ObjectAddress.TYPE, rowType);
    ObjectAddress table = ObjectAddress.relation(relation);
    boolean alone = spec.kind() == 'c';
    ddl.depend.record(alone ? table : type, alone ? type : table, Dependencies.INTERNAL);
    ddl.depend.record(
        ObjectAddress.of(ObjectAddress.TYPE, arrayType),
        ObjectAddress.of(ObjectAddress.TYPE, rowType),
        Dependencies.INTERNAL);
  }

  private RowValues type(int oid, String name, Spec spec) {
    return editor
        .row("pg_type")
        .oid("oid", oid)
        .text("typname", name)
        .oid("typnamespace", spec.namespace())
        .oid("typowner", spec.owner())
        .number("typlen", -1)
        .flag("typbyval", false)
        .flag("typispreferred", false)
        .flag("typisdefined", true)
        .letter("typdelim", ',')
        .oid("typmodin", 0)
        .oid("typmodout", 0)
        .letter("typalign", 'd')
        .letter("typstorage", 'x')
        .flag("typnotnull", false)
        .oid("typbasetype", 0)
        .number("typtypmod", -1)
        .number("typndims", 0)
        .oid("typcollation", 0);
  }
}
