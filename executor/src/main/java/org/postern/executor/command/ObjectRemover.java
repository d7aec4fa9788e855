package org.postern.executor.command;

import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.storage.error.SqlException;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;

/** Removes objects with everything that depends on them. */
final class ObjectRemover {
  private final Ddl ddl;
  private final CatalogEditor editor;

  ObjectRemover(Ddl ddl) {
    this.ddl = ddl;
    this.editor = ddl.editor;
  }

  /** Drops objects; what depends on them goes too, or stands in the way without CASCADE. */
  void remove(List<ObjectAddress> objects, boolean cascade) {
    if (objects.isEmpty()) {
      return;
    }
    Walked walked = walk(objects);
    walked.walker().report(cascade, ddl.env.notices());
    removeAll(walked.order());
  }

  private record Walked(DependencyWalker walker, List<ObjectAddress> order) {}

  private Walked walk(List<ObjectAddress> objects) {
    DependencyWalker walker =
        new DependencyWalker(
            new DependencyWalker.Graph() {
              @Override
              public List<CatalogRow> dependencies(ObjectAddress object) {
                return ddl.depend.dependencies(object);
              }

              @Override
              public List<CatalogRow> dependents(ObjectAddress object) {
                return ddl.depend.dependents(object);
              }
            },
            this::lock,
            new Describer(ddl)::describe);
    return new Walked(walker, walker.walk(objects));
  }

  private void removeAll(List<ObjectAddress> order) {
    for (ObjectAddress object : order) {
      removeOne(object);
      ddl.depend.forget(object);
      removeComments(object);
      ddl.step();
    }
  }

  /** As {@link #remove} with CASCADE, without a notice of what goes too. */
  void removeSilently(List<ObjectAddress> objects) {
    if (!objects.isEmpty()) {
      removeAll(walk(objects).order());
    }
  }

  private void lock(ObjectAddress object) {
    if (object.classId() == ObjectAddress.CLASS) {
      ddl.lock(object.object(), LockMode.ACCESS_EXCLUSIVE);
    } else {
      ddl.env
          .locks()
          .acquire(
              LockTag.object(ddl.env.database(), object.classId(), object.object(), 0),
              LockMode.ACCESS_EXCLUSIVE,
              false,
              WaitPolicy.BLOCK);
    }
  }

  private void removeOne(ObjectAddress object) {
    Long oid = Catalog.unsigned(object.object());
    switch (object.classId()) {
      case ObjectAddress.CLASS -> {
        if (object.sub() == 0) {
          relation(object.object());
        } else {
          column(object.object(), object.sub());
        }
      }
      case ObjectAddress.TYPE -> {
        for (CatalogRow label : editor.rows("pg_enum", CatalogIndexes.ENUM_TYPE_LABEL, oid)) {
          editor.delete(label);
        }
        for (CatalogRow range : editor.rows("pg_range", CatalogIndexes.RANGE_TYPE, oid)) {
          editor.delete(range);
        }
        editor.delete(editor.get("pg_type", CatalogIndexes.TYPE_OID, oid));
      }
      case ObjectAddress.ATTRDEF -> {
        CatalogRow row = editor.get("pg_attrdef", CatalogEditor.ATTRDEF_OID, oid);
        CatalogRow attribute = editor.attribute(row.oid("adrelid"), row.integer("adnum"));
        editor.delete(row);
        editor.update(attribute, values -> values.flag("atthasdef", false));
      }
      case ObjectAddress.CONSTRAINT -> constraint(oid);
      case ObjectAddress.PROC -> editor.delete(editor.get("pg_proc", CatalogIndexes.PROC_OID, oid));
      case ObjectAddress.CAST -> editor.delete(editor.get("pg_cast", CatalogEditor.CAST_OID, oid));
      case ObjectAddress.TRIGGER ->
          editor.delete(editor.get("pg_trigger", CatalogEditor.TRIGGER_OID, oid));
      case ObjectAddress.REWRITE ->
          editor.delete(editor.get("pg_rewrite", CatalogEditor.REWRITE_OID, oid));
      case ObjectAddress.DEFAULT_ACL ->
          editor.delete(editor.get("pg_default_acl", CatalogEditor.DEFAULT_ACL_OID, oid));
      case ObjectAddress.NAMESPACE ->
          editor.delete(editor.get("pg_namespace", CatalogIndexes.NAMESPACE_OID, oid));
      default -> throw SqlException.notSupported("dropping an object of class " + object.classId());
    }
  }

  private void constraint(Long oid) {
    CatalogRow row = editor.get("pg_constraint", CatalogIndexes.CONSTRAINT_OID, oid);
    if (row.character("contype") == 'c' && row.oid("conrelid") != 0) {
      CatalogRow table = editor.relation(row.oid("conrelid"));
      editor.update(table, values -> values.number("relchecks", table.integer("relchecks") - 1));
    }
    editor.delete(row);
  }

  private void relation(int oid) {
    RelationEntry relation = ddl.relation(oid);
    if (relation.kind() != 'v' && relation.kind() != 'c') {
      ddl.env.files().dropAtCommit(ddl.env.exec().handles().locator(relation));
    }
    if (relation.kind() == 'i') {
      IndexEntry index = ddl.relations.index(oid);
      ddl.lock(index.table(), LockMode.ACCESS_EXCLUSIVE);
      editor.delete(editor.get("pg_index", CatalogIndexes.INDEX_OID, Catalog.unsigned(oid)));
    }
    if (relation.kind() == 'S') {
      editor.delete(
          editor.get("pg_sequence", CatalogIndexes.SEQUENCE_RELATION, Catalog.unsigned(oid)));
    }
    for (CatalogRow row :
        editor.rows("pg_statistic", CatalogEditor.STATISTIC, Catalog.unsigned(oid))) {
      editor.delete(row);
    }
    for (CatalogRow row :
        editor.rows(
            "pg_attribute", CatalogIndexes.ATTRIBUTE_RELATION_NUMBER, Catalog.unsigned(oid))) {
      editor.delete(row);
    }
    editor.delete(editor.relation(oid));
  }

  /** A dropped column stays as a nameless attribute, so that the others keep their numbers. */
  private void column(int relation, int number) {
    for (CatalogRow row :
        editor.rows(
            "pg_statistic", CatalogEditor.STATISTIC, Catalog.unsigned(relation), (long) number)) {
      editor.delete(row);
    }
    editor.update(
        editor.attribute(relation, number),
        values ->
            values
                .oid("atttypid", 0)
                .flag("attnotnull", false)
                .number("attstattarget", 0)
                .letter("attgenerated", (char) 0)
                .flag("atthasmissing", false)
                .flag("attisdropped", true)
                .text("attname", "........pg.dropped." + number + "........")
                .set("attmissingval", null)
                .set("attacl", null));
  }

  private void removeComments(ObjectAddress object) {
    List<CatalogRow> rows =
        object.sub() == 0
            ? editor.rows(
                "pg_description",
                CatalogEditor.DESCRIPTION,
                Catalog.unsigned(object.object()),
                Catalog.unsigned(object.classId()))
            : editor.rows(
                "pg_description",
                CatalogEditor.DESCRIPTION,
                Catalog.unsigned(object.object()),
                Catalog.unsigned(object.classId()),
                (long) object.sub());
    rows.forEach(editor::delete);
  }
}
