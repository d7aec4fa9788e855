package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.AlterTableAction;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.TypeName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The subcommands of ALTER TABLE about identity columns and generation expressions. */
final class AlterIdentity {
  private final Ddl ddl;
  private final RelationEntry table;

  AlterIdentity(Ddl ddl, RelationEntry table) {
    this.ddl = ddl;
    this.table = table;
  }

  private ColumnEntry column(String name) {
    ColumnEntry column = table.column(name);
    if (column == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          name,
          table.name());
    }
    return column;
  }

  private void mark(ColumnEntry column, char identity) {
    ddl.editor.update(
        ddl.editor.attribute(table.oid(), column.number()),
        values -> values.letter("attidentity", identity));
    ddl.step();
  }

  private SqlException state(String format, ColumnEntry column) {
    return SqlException.error(
        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, format, column.name(), table.name());
  }

  void add(String name, Constraint.Identity identity) {
    ColumnEntry column = column(name);
    int type = SequenceCommands.identityType(column.type());
    if (!column.notNull()) {
      throw state(
          "column \"%s\" of relation \"%s\" must be declared NOT NULL before identity can be"
              + " added",
          column);
    }
    if (column.identity() != 0) {
      throw state("column \"%s\" of relation \"%s\" is already an identity column", column);
    }
    if (column.hasDefault()) {
      throw state("column \"%s\" of relation \"%s\" already has a default value", column);
    }
    SequenceCommands sequences = new SequenceCommands(ddl);
    int sequence =
        sequences.createFor(
            table.name(), name, table.namespace(), table.persistence(), type, identity.options());
    sequences.own(sequence, table.oid(), column.number(), Dependencies.INTERNAL);
    mark(column, identity.always() ? 'a' : 'd');
  }

  void alter(AlterTableAction.AlterIdentity action) {
    ColumnEntry column = column(action.column());
    if (column.identity() == 0) {
      throw state("column \"%s\" of relation \"%s\" is not an identity column", column);
    }
    List<Option> options = new ArrayList<>();
    for (Option option : action.options()) {
      if (option.name().equals("generated")) {
        mark(column, option.value().asText().charAt(0));
      } else {
        options.add(option);
      }
    }
    if (!options.isEmpty()) {
      new SequenceCommands(ddl).alterOwned(sequence(column), options);
    }
  }

  /** Gives the sequence of an identity column the column's new type. */
  void changeType(ColumnEntry column, int type) {
    SequenceCommands.identityType(type);
    TypeName name = TypeName.system(CreateTable.serialName(type), -1);
    new SequenceCommands(ddl)
        .alterOwned(sequence(column), List.of(new Option("as", new OptionValue.Type(name), -1)));
  }

  private int sequence(ColumnEntry column) {
    for (CatalogRow row :
        ddl.depend.dependents(ObjectAddress.column(table.oid(), column.number()))) {
      if (row.oid("classid") == ObjectAddress.CLASS
          && row.integer("refobjsubid") == column.number()
          && row.character("deptype") == Dependencies.INTERNAL
          && ddl.relation(row.oid("objid")).kind() == 'S') {
        return row.oid("objid");
      }
    }
    throw new IllegalStateException("identity column without a sequence: column=" + column.name());
  }

  void drop(AlterTableAction.DropIdentity action) {
    ColumnEntry column = column(action.column());
    if (column.identity() == 0) {
      if (!action.ifExists()) {
        throw state("column \"%s\" of relation \"%s\" is not an identity column", column);
      }
      ddl.env
          .notices()
          .notice(
              "column \"%s\" of relation \"%s\" is not an identity column, skipping",
              column.name(), table.name());
      return;
    }
    int sequence = sequence(column);
    for (CatalogRow row : ddl.depend.dependencies(ObjectAddress.relation(sequence))) {
      if (row.character("deptype") == Dependencies.INTERNAL) {
        ddl.editor.delete(row);
      }
    }
    mark(column, (char) 0);
    new ObjectRemover(ddl).remove(List.of(ObjectAddress.relation(sequence)), false);
  }

  void dropExpression(AlterTableAction.DropExpression action) {
    ColumnEntry column = column(action.column());
    if (column.generated() == 0) {
      if (!action.ifExists()) {
        throw state("column \"%s\" of relation \"%s\" is not a stored generated column", column);
      }
      ddl.env
          .notices()
          .notice(
              "column \"%s\" of relation \"%s\" is not a stored generated column, skipping",
              column.name(), table.name());
      return;
    }
    new Defaults(ddl).remove(table.oid(), column.number());
    ddl.editor.update(
        ddl.editor.attribute(table.oid(), column.number()),
        values -> values.letter("attgenerated", (char) 0));
    ddl.step();
  }
}
