package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.OpclassEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Makes indexes: their catalog rows, their constraint if they serve one, and their contents. */
final class Indexes {
  private final Ddl ddl;
  private final CatalogEditor editor;

  Indexes(Ddl ddl) {
    this.ddl = ddl;
    this.editor = ddl.editor;
  }

  /** Makes and fills an index; returns its oid. The caller holds SHARE on the table or more. */
  int create(RelationEntry table, IndexDefinition definition) {
    if (ddl.relations.relationByName(table.namespace(), definition.name()) != 0) {
      throw SqlException.error(
          SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists", definition.name());
    }
    int oid = editor.newOid("pg_class");
    boolean logged = table.persistence() == 'p';
    ddl.env.files().create(ddl.locator(Integer.toUnsignedLong(oid)), logged);
    editor.insert(
        RelationCreator.classRow(
                editor, oid, definition.name(), table.namespace(), table.owner(), 'i')
            .oid("relam", org.postern.executor.catalog.Catalog.BTREE)
            .letter("relpersistence", table.persistence())
            .number("relnatts", definition.keys().size())
            .set("reltuples", 0.0)
            .texts("reloptions", TypeOid.TEXT, definition.options()));
    insertColumns(oid, table, definition);
    insertIndex(oid, table, definition);
    recordDependencies(oid, table, definition);
    ddl.step();
    new IndexBuilder(ddl).build(table.oid(), oid);
    return oid;
  }

  private void insertColumns(int oid, RelationEntry table, IndexDefinition definition) {
    RelationCreator creator = new RelationCreator(ddl);
    for (int i = 0; i < definition.keys().size(); i++) {
      IndexDefinition.Key key = definition.keys().get(i);
      int type;
      int typmod;
      int collation = key.collation();
      int dimensions = 0;
      char storage = 0;
      if (key.column() != 0) {
        ColumnEntry column = table.column(key.column());
        type = column.type();
        typmod = column.typmod();
        storage = column.storage();
        dimensions = editor.attribute(table.oid(), key.column()).integer("attndims");
      } else {
        type = key.expression().type();
        typmod = key.expression().typmod();
      }
      if (key.opclass() != 0) {
        OpclassEntry opclass = ddl.catalog.opclass(key.opclass());
        if (opclass.keyType() != 0 && opclass.keyType() != type) {
          type = opclass.keyType();
          typmod = -1;
          storage = 0;
        }
      }
      NewColumn column =
          new NewColumn(key.name(), type, typmod, collation, dimensions, false, (char) 0, storage);
      editor.insert(creator.attribute(oid, i + 1, column));
    }
  }

  private void insertIndex(int oid, RelationEntry table, IndexDefinition definition) {
    List<Integer> columns = new ArrayList<>();
    List<Integer> opclasses = new ArrayList<>();
    List<Integer> collations = new ArrayList<>();
    List<Integer> options = new ArrayList<>();
    List<Expr> expressions = new ArrayList<>();
    for (int i = 0; i < definition.keys().size(); i++) {
      IndexDefinition.Key key = definition.keys().get(i);
      columns.add(key.column());
      if (key.column() == 0) {
        expressions.add(key.expression());
      }
      if (i < definition.keyCount()) {
        opclasses.add(key.opclass());
        collations.add(key.collation());
        options.add(key.option());
      }
    }
    RowValues row =
        editor
            .row("pg_index")
            .oid("indexrelid", oid)
            .oid("indrelid", table.oid())
            .number("indnatts", columns.size())
            .number("indnkeyatts", definition.keyCount())
            .flag("indisunique", definition.unique())
            .flag("indnullsnotdistinct", definition.nullsNotDistinct())
            .flag("indisprimary", definition.primary())
            .flag("indisexclusion", false)
            .flag("indimmediate", !definition.deferrable())
            .flag("indisclustered", false)
            .flag("indisvalid", true)
            .flag("indcheckxmin", false)
            .flag("indisready", true)
            .flag("indislive", true)
            .flag("indisreplident", false)
            .vector("indkey", TypeOid.INT2, columns)
            .vector("indcollation", TypeOid.OID, collations)
            .vector("indclass", TypeOid.OID, opclasses)
            .vector("indoption", TypeOid.INT2, options);
    if (!expressions.isEmpty()) {
      row.text("indexprs", ddl.env.exprText().writeList(expressions));
    }
    if (definition.predicate() != null) {
      row.text("indpred", ddl.env.exprText().write(definition.predicate()));
    }
    editor.insert(row);
  }

  private void recordDependencies(int oid, RelationEntry table, IndexDefinition definition) {
    ObjectAddress self = ObjectAddress.relation(oid);
    boolean any = false;
    if (definition.constraint() == 'p' || definition.constraint() == 'u') {
      int constraint = new Constraints(ddl).insertForIndex(table, oid, definition);
      ddl.depend.record(
          self, ObjectAddress.of(ObjectAddress.CONSTRAINT, constraint), Dependencies.INTERNAL);
      any = true;
    } else {
      java.util.Set<Integer> seen = new java.util.LinkedHashSet<>();
      for (IndexDefinition.Key key : definition.keys()) {
        if (key.column() != 0 && seen.add(key.column())) {
          ddl.depend.record(
              self, ObjectAddress.column(table.oid(), key.column()), Dependencies.AUTO);
          any = true;
        }
      }
    }
    for (int i = 0; i < definition.keyCount(); i++) {
      IndexDefinition.Key key = definition.keys().get(i);
      if (key.collation() != 0) {
        ddl.depend.record(
            self, ObjectAddress.of(ObjectAddress.COLLATION, key.collation()), Dependencies.NORMAL);
      }
      ddl.depend.record(
          self, ObjectAddress.of(ObjectAddress.OPCLASS, key.opclass()), Dependencies.NORMAL);
      if (key.expression() != null) {
        any = true;
        ddl.depend.recordExpr(
            self, key.expression(), table.oid(), Dependencies.AUTO, Dependencies.NORMAL);
      }
    }
    if (definition.predicate() != null) {
      any = true;
      ddl.depend.recordExpr(
          self, definition.predicate(), table.oid(), Dependencies.AUTO, Dependencies.NORMAL);
    }
    if (!any) {
      ddl.depend.record(self, ObjectAddress.relation(table.oid()), Dependencies.AUTO);
    }
  }

  /** Notes the sizes a build found, at once and for everybody, as statistics are. */
  void updateStatistics(int relation, double rows, long pages, Boolean hasIndex) {
    CatalogRow row = editor.relation(relation);
    RowValues values = new RowValues(row);
    boolean unknown = rows == 0 && row.number("reltuples") < 0;
    values.set("reltuples", unknown ? -1.0 : (double) (float) rows).number("relpages", pages);
    if (hasIndex != null) {
      values.flag("relhasindex", hasIndex);
    }
    ddl.env.store().overwrite(row, values.values());
    ddl.step();
  }

  /** The index over this table that is its primary key, or null. */
  static IndexEntry primary(Ddl ddl, int table) {
    for (IndexEntry index : ddl.relations.indexes(table)) {
      if (index.primary()) {
        return index;
      }
    }
    return null;
  }
}
