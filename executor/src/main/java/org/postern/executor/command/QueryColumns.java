package org.postern.executor.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.plan.PlannedStatement.OutputColumn;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The columns of a relation that a query defines: a view, a materialized view, a table made by
 * CREATE TABLE AS. The command may name the first of them, the query names the others.
 */
final class QueryColumns {
  /** What PostgreSQL says of more names than columns, except to CREATE VIEW. */
  static final String TOO_MANY = "too many column names were specified";

  private QueryColumns() {}

  /** Errors: {@code tooMany} (42601), a name twice (42701), a pseudo-type (42P16). */
  static List<NewColumn> of(
      Ddl ddl, List<OutputColumn> outputs, List<String> names, String tooMany) {
    if (names.size() > outputs.size()) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, tooMany);
    }
    List<NewColumn> columns = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (OutputColumn output : outputs) {
      int at = columns.size();
      String name = at < names.size() ? names.get(at) : output.name();
      if (!taken.add(name)) {
        throw SqlException.error(
            SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", name);
      }
      TypeEntry type = ddl.catalog.type(output.type());
      if (type.kind() == 'p' && type.oid() != TypeOid.UNKNOWN) {
        throw SqlException.error(
            SqlState.INVALID_TABLE_DEFINITION,
            "column \"%s\" has pseudo-type %s",
            name,
            ddl.analyzer().types().typeName(type.oid()));
      }
      int collation = output.collation() != 0 ? output.collation() : type.collation();
      columns.add(NewColumn.of(name, output.type(), output.typmod(), collation));
    }
    return columns;
  }
}
