package org.postern.executor.command;

import java.util.List;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.types.TypeOid;

/** Defaults of columns: rows of pg_attrdef. */
final class Defaults {
  private static final int NEXTVAL = 1574;

  private final Ddl ddl;

  Defaults(Ddl ddl) {
    this.ddl = ddl;
  }

  /** Binds a default and converts it to the column's type. */
  Expr analyze(ColumnEntry column, Expression expression) {
    QueryAnalyzer queries = ddl.queries();
    Expr bound =
        queries.analyzeTableExpression(expression, null, QueryAnalyzer.TableExpression.DEFAULT);
    return queries.assign(bound, column.name(), column.type(), column.typmod(), true);
  }

  /** {@code nextval('sequence')} as the column's type. */
  Expr nextval(ColumnEntry column, int sequence) {
    Expr argument = new Expr.Const(TypeOid.REGCLASS, -1, 0, Integer.toUnsignedLong(sequence), -1);
    Expr call =
        new Expr.Call(
            NEXTVAL,
            TypeOid.INT8,
            -1,
            0,
            0,
            false,
            false,
            Expr.CastForm.CALL,
            List.of(argument),
            -1);
    return ddl.queries().assign(call, column.name(), column.type(), column.typmod(), true);
  }

  /** Stores a default; NULL needs no row. */
  void store(RelationEntry table, int number, Expr value) {
    if (value instanceof Expr.Const c
        && c.value() == null
        && table.column(number).generated() == 0) {
      return;
    }
    int oid = ddl.editor.newOid("pg_attrdef");
    ddl.editor.insert(
        ddl.editor
            .row("pg_attrdef")
            .oid("oid", oid)
            .oid("adrelid", table.oid())
            .number("adnum", number)
            .text("adbin", ddl.env.exprText().write(value)));
    ddl.editor.update(
        ddl.editor.attribute(table.oid(), number), values -> values.flag("atthasdef", true));
    ObjectAddress self = ObjectAddress.of(ObjectAddress.ATTRDEF, oid);
    boolean generated = table.column(number).generated() != 0;
    ddl.depend.record(
        self,
        ObjectAddress.column(table.oid(), number),
        generated ? Dependencies.INTERNAL : Dependencies.AUTO);
    ddl.depend.recordExpr(self, value, table.oid(), Dependencies.NORMAL, Dependencies.NORMAL);
    ddl.step();
  }

  /** The row of a column's default, or null. */
  CatalogRow find(int table, int number) {
    return ddl.editor.find(
        "pg_attrdef",
        CatalogIndexes.ATTRDEF_RELATION_COLUMN,
        Catalog.unsigned(table),
        (long) number);
  }

  /** Removes a column's default, if it has one. */
  void remove(int table, int number) {
    CatalogRow row = find(table, number);
    if (row == null) {
      return;
    }
    ddl.depend.forget(ObjectAddress.of(ObjectAddress.ATTRDEF, row.oid("oid")));
    ddl.editor.delete(row);
    CatalogRow attribute = ddl.editor.attribute(table, number);
    ddl.editor.update(attribute, values -> values.flag("atthasdef", false));
    ddl.step();
  }
}
