package org.postern.executor.command;

import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;

/** Gives relations a new, empty file; the old one goes when the transaction commits. */
final class NewFiles {
  private final Ddl ddl;

  NewFiles(Ddl ddl) {
    this.ddl = ddl;
  }

  /** A new empty file for a table, sequence, TOAST table or index, which is not initialised. */
  void assign(int oid) {
    RelationEntry relation = ddl.relation(oid);
    int fileNode = ddl.editor.newOid("pg_class");
    boolean logged = relation.persistence() == 'p' || relation.kind() == 'S';
    ddl.env.files().create(ddl.locator(Integer.toUnsignedLong(fileNode)), logged);
    if (!logged && relation.kind() != 'i') {
      ddl.env.files().createInitFork(ddl.locator(Integer.toUnsignedLong(fileNode)));
    }
    ddl.env.files().dropAtCommit(ddl.env.exec().handles().locator(relation));
    ddl.editor.update(
        ddl.editor.relation(oid),
        row -> {
          row.oid("relfilenode", fileNode);
          if (relation.kind() != 'S') {
            row.number("relpages", 0).set("reltuples", -1.0).number("relallvisible", 0);
          }
        });
    ddl.step();
  }

  /** Empties a table with its TOAST table and rebuilds its indexes. */
  void empty(int table) {
    assign(table);
    int toast = ddl.relation(table).toast();
    if (toast != 0) {
      assign(toast);
      rebuildIndexes(toast);
    }
    rebuildIndexes(table);
  }

  /** Builds all indexes of a table anew in new files. */
  void rebuildIndexes(int table) {
    for (IndexEntry index : ddl.relations.indexes(table)) {
      assign(index.oid());
      new IndexBuilder(ddl).build(table, index.oid());
    }
  }
}
