package org.postern.executor.command;

import java.util.List;
import java.util.function.Consumer;
import org.postern.executor.sql.ast.IndexStatement;
import org.postern.executor.sql.ast.PrivilegeStatement;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SequenceStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TableStatement;
import org.postern.executor.sql.ast.ViewStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * What CREATE SCHEMA makes in the new schema: sequences first, then tables, views, indexes and
 * privileges, whatever order they were written in.
 */
final class SchemaElements {
  private SchemaElements() {}

  static void run(String schema, List<Statement> elements, Consumer<Statement> runner) {
    for (Statement element : elements) {
      RelationName name = name(element);
      if (name != null && name.schema() != null && !name.schema().equals(schema)) {
        throw SqlException.error(
            SqlState.INVALID_SCHEMA_DEFINITION,
            "CREATE specifies a schema (%s) different from the one being created (%s)",
            name.schema(),
            schema);
      }
    }
    for (int pass = 0; pass <= 5; pass++) {
      for (Statement element : elements) {
        if (pass(element) == pass) {
          runner.accept(element);
        }
      }
    }
  }

  private static int pass(Statement element) {
    return switch (element) {
      case SequenceStatement s -> 0;
      case TableStatement s -> 1;
      case ViewStatement s -> 2;
      case IndexStatement s -> 3;
      case PrivilegeStatement s -> 5;
      default -> 4;
    };
  }

  private static RelationName name(Statement element) {
    return switch (element) {
      case SequenceStatement.CreateSequence s -> s.relation();
      case TableStatement.CreateTable s -> s.relation();
      case ViewStatement.CreateView s -> s.relation();
      default -> null;
    };
  }
}
