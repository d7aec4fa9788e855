package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ForeignKeyEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.UtilityStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** TRUNCATE: the tables get new, empty files; the old ones go at commit. */
final class TruncateCommand {
  private final Ddl ddl;

  TruncateCommand(Ddl ddl) {
    this.ddl = ddl;
  }

  void run(UtilityStatement.Truncate statement) {
    List<Integer> tables = new ArrayList<>();
    for (RelationName name : statement.relations()) {
      RelationEntry relation = ddl.open(name, LockMode.ACCESS_EXCLUSIVE);
      if (relation.kind() != 'r') {
        throw SqlException.error(
            SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a table", relation.name());
      }
      ddl.permissions.requireTable(relation, 'D');
      ddl.requireUserRelation(relation);
      if (!tables.contains(relation.oid())) {
        tables.add(relation.oid());
      }
    }
    references(tables, statement.cascade());
    SequenceCommands sequences = new SequenceCommands(ddl);
    if (statement.restartSequences()) {
      for (int table : tables) {
        sequences.owned(table).forEach(sequences::restart);
      }
    }
    NewFiles files = new NewFiles(ddl);
    tables.forEach(files::empty);
  }

  /** Tables that refer to a truncated one must be truncated too. */
  private void references(List<Integer> tables, boolean cascade) {
    for (int i = 0; i < tables.size(); i++) {
      for (ForeignKeyEntry key : ddl.relations.referencingKeys(tables.get(i))) {
        if (tables.contains(key.table())) {
          continue;
        }
        RelationEntry from = ddl.relation(key.table());
        if (!cascade) {
          throw SqlException.error(
                  SqlState.FEATURE_NOT_SUPPORTED,
                  "cannot truncate a table referenced in a foreign key constraint")
              .withDetail(
                  "Table \"%s\" references \"%s\".",
                  from.name(), ddl.relation(tables.get(i)).name())
              .withHint(
                  "Truncate table \"%s\" at the same time, or use TRUNCATE ... CASCADE.",
                  from.name());
        }
        ddl.lock(from.oid(), LockMode.ACCESS_EXCLUSIVE);
        ddl.env.notices().notice("truncate cascades to table \"%s\"", from.name());
        ddl.permissions.requireTable(from, 'D');
        tables.add(from.oid());
      }
    }
  }
}
