package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
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
    SequenceCommands sequences = new SequenceCommands(ddl);
    if (statement.restartSequences()) {
      for (int table : tables) {
        sequences.owned(table).forEach(sequences::restart);
      }
    }
    NewFiles files = new NewFiles(ddl);
    tables.forEach(files::empty);
  }
}
