package org.postern.executor.command;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.deparse.ExprPrinter;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.TypeStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * CREATE DOMAIN and ALTER DOMAIN.
 *
 * <p>Source: PostgreSQL documentation, CREATE DOMAIN.
 */
final class Domains {
  private static final int CONSTRAINT_TYPE = 2666;

  private final Ddl ddl;

  Domains(Ddl ddl) {
    this.ddl = ddl;
  }

  void create(TypeStatement.CreateDomain statement) {
    String name = statement.name().name();
    int namespace = new TypeCommands(ddl).namespaceFor(statement.name());
    TypeNames.Typed typed = new TypeNames(ddl.analyzer()).resolve(statement.type());
    TypeEntry base = ddl.catalog.type(typed.type());
    if (base.kind() == 'p') {
      throw SqlException.error(
          SqlState.DATATYPE_MISMATCH, "\"%s\" is not a valid base type for a domain", base.name());
    }
    ddl.permissions.requireTypeUsage(base.oid());
    int collation = new ColumnTypes(ddl).collation(base, statement.collation());
    boolean notNull = false;
    boolean sawNull = false;
    Expression defaultValue = null;
    for (Constraint constraint : statement.constraints()) {
      switch (constraint) {
        case Constraint.Default c -> {
          if (defaultValue != null) {
            throw SqlException.error(SqlState.SYNTAX_ERROR, "multiple default expressions");
          }
          defaultValue = c.value();
        }
        case Constraint.NotNull c -> {
          if (sawNull) {
            throw SqlException.error(
                SqlState.SYNTAX_ERROR, "conflicting NULL/NOT NULL constraints");
          }
          notNull = true;
        }
        case Constraint.Nullable c -> {
          if (notNull) {
            throw SqlException.error(
                SqlState.SYNTAX_ERROR, "conflicting NULL/NOT NULL constraints");
          }
          sawNull = true;
        }
        case Constraint.Check c -> {
          // Added below, once the type is there.
        }
        default ->
            throw SqlException.error(
                SqlState.SYNTAX_ERROR, "%s constraints not possible for domains", word(constraint));
      }
    }
    CatalogRow baseRow = TypeDefinitions.row(ddl, base.oid());
    Expr bound = defaultValue == null ? null : bindDefault(defaultValue, name, typed);
    int oid = ddl.editor.newOid("pg_type");
    int array = ddl.editor.newOid("pg_type");
    boolean required = notNull;
    new TypeRows(ddl)
        .insert(
            new TypeRows.Spec(oid, name, namespace, 'd', baseRow.character("typcategory"), array),
            row -> {
              row.number("typlen", baseRow.integer("typlen"))
                  .flag("typbyval", baseRow.bool("typbyval"))
                  .letter("typdelim", baseRow.character("typdelim"))
                  .oid("typinput", 2597)
                  .oid("typoutput", baseRow.oid("typoutput"))
                  .oid("typreceive", 2598)
                  .oid("typsend", baseRow.oid("typsend"))
                  .oid("typanalyze", baseRow.oid("typanalyze"))
                  .letter("typalign", baseRow.character("typalign"))
                  .letter("typstorage", baseRow.character("typstorage"))
                  .flag("typnotnull", required)
                  .oid("typbasetype", base.oid())
                  .number("typtypmod", typed.typmod())
                  .number("typndims", statement.type().arrayBounds().size())
                  .oid("typcollation", collation);
              storeDefault(row, bound);
            });
    ObjectAddress self = ObjectAddress.of(ObjectAddress.TYPE, oid);
    ddl.depend.record(self, ObjectAddress.of(ObjectAddress.TYPE, base.oid()), Dependencies.NORMAL);
    ddl.step();
    for (Constraint constraint : statement.constraints()) {
      if (constraint instanceof Constraint.Check c) {
        addCheck(oid, c);
      }
    }
  }

  private static String word(Constraint constraint) {
    return switch (constraint) {
      case Constraint.UniqueKey c -> c.primary() ? "primary key" : "unique";
      case Constraint.Exclusion c -> "exclusion";
      case Constraint.ForeignKey c -> "foreign key";
      default -> "generated";
    };
  }

  private Expr bindDefault(Expression value, String domain, TypeNames.Typed base) {
    Expr bound =
        ddl.queries()
            .analyzeTableExpression(
                value, null, org.postern.executor.analyze.QueryAnalyzer.TableExpression.DEFAULT);
    return ddl.queries().assign(bound, domain, base.type(), base.typmod(), true);
  }

  private void storeDefault(RowValues row, Expr bound) {
    boolean none = bound == null || bound instanceof Expr.Const c && c.value() == null;
    row.text("typdefaultbin", none ? null : ddl.env.exprText().write(bound))
        .text(
            "typdefault",
            none
                ? null
                : new ExprPrinter(ddl.env.session().storedNames(), number -> "VALUE", false)
                    .print(bound));
  }

  private Expr addCheck(int domain, Constraint.Check check) {
    TypeEntry type = ddl.catalog.type(domain);
    Expr condition = ddl.queries().analyzeDomainCheck(check.condition(), domain);
    String name = check.name();
    if (name == null) {
      Set<String> taken = new HashSet<>();
      constraints(domain).forEach(row -> taken.add(row.text("conname")));
      name = ddl.names.constraint(type.name(), null, "check", type.namespace(), taken);
    } else if (find(domain, name) != null) {
      throw SqlException.error(
          SqlState.DUPLICATE_OBJECT,
          "constraint \"%s\" for domain \"%s\" already exists",
          name,
          type.name());
    }
    int oid = new Constraints(ddl).insertForDomain(domain, type.namespace(), name, condition);
    ObjectAddress self = ObjectAddress.of(ObjectAddress.CONSTRAINT, oid);
    ddl.depend.record(self, ObjectAddress.of(ObjectAddress.TYPE, domain), Dependencies.AUTO);
    ddl.depend.recordExpr(self, condition, 0, Dependencies.NORMAL, Dependencies.NORMAL);
    ddl.editor.update(
        TypeDefinitions.row(ddl, domain), values -> values.oid("typowner", owner(domain)));
    ddl.step();
    return condition;
  }

  private int owner(int domain) {
    return TypeDefinitions.row(ddl, domain).oid("typowner");
  }

  private List<CatalogRow> constraints(int domain) {
    return ddl.editor.rows("pg_constraint", CONSTRAINT_TYPE, Catalog.unsigned(domain));
  }

  private CatalogRow find(int domain, String name) {
    for (CatalogRow row : constraints(domain)) {
      if (row.text("conname").equals(name)) {
        return row;
      }
    }
    return null;
  }

  void alter(TypeStatement.AlterDomain statement) {
    int domain = TypeDefinitions.resolve(ddl, statement.name());
    TypeEntry type = ddl.catalog.type(domain);
    if (type.kind() != 'd') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          "%s is not a domain",
          ddl.analyzer().types().typeName(domain));
    }
    TypeDefinitions.requireOwner(ddl, domain);
    switch (statement.change()) {
      case SET_DEFAULT, DROP_DEFAULT -> {
        CatalogRow row = TypeDefinitions.row(ddl, domain);
        TypeNames.Typed base =
            new TypeNames.Typed(row.oid("typbasetype"), row.integer("typtypmod"));
        Expr bound =
            statement.value() == null ? null : bindDefault(statement.value(), type.name(), base);
        ddl.editor.update(row, values -> storeDefault(values, bound));
      }
      case SET_NOT_NULL -> {
        checkColumns(domain, null);
        ddl.editor.update(
            TypeDefinitions.row(ddl, domain), values -> values.flag("typnotnull", true));
      }
      case DROP_NOT_NULL ->
          ddl.editor.update(
              TypeDefinitions.row(ddl, domain), values -> values.flag("typnotnull", false));
      case ADD_CONSTRAINT -> {
        if (!(statement.constraint() instanceof Constraint.Check check)) {
          throw SqlException.error(
              SqlState.SYNTAX_ERROR,
              "%s constraints not possible for domains",
              word(statement.constraint()));
        }
        Expr condition = addCheck(domain, check);
        if (check.attributes().notValid()) {
          CatalogRow row = constraints(domain).getLast();
          ddl.editor.update(row, values -> values.flag("convalidated", false));
        } else {
          checkColumns(domain, condition);
        }
      }
      case DROP_CONSTRAINT -> dropConstraint(domain, type, statement);
      case VALIDATE_CONSTRAINT -> {
        CatalogRow row = require(domain, type, statement.constraintName());
        checkColumns(domain, ddl.env.exprText().read(row.text("conbin")));
        ddl.editor.update(row, values -> values.flag("convalidated", true));
      }
    }
    ddl.step();
  }

  private CatalogRow require(int domain, TypeEntry type, String name) {
    CatalogRow row = find(domain, name);
    if (row == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT,
          "constraint \"%s\" of domain \"%s\" does not exist",
          name,
          type.name());
    }
    return row;
  }

  private void dropConstraint(int domain, TypeEntry type, TypeStatement.AlterDomain statement) {
    if (statement.ifExists() && find(domain, statement.constraintName()) == null) {
      ddl.env
          .notices()
          .notice(
              "constraint \"%s\" of domain \"%s\" does not exist, skipping",
              statement.constraintName(), type.name());
      return;
    }
    CatalogRow row = require(domain, type, statement.constraintName());
    new ObjectRemover(ddl)
        .remove(
            List.of(ObjectAddress.of(ObjectAddress.CONSTRAINT, row.oid("oid"))),
            statement.cascade());
    ddl.editor.update(
        TypeDefinitions.row(ddl, domain), values -> values.oid("typowner", owner(domain)));
  }

  /** Stored values of the domain must satisfy a condition; null: must not be null. */
  private void checkColumns(int domain, Expr condition) {
    for (CatalogRow row : ddl.depend.dependents(ObjectAddress.of(ObjectAddress.TYPE, domain))) {
      if (row.oid("classid") != ObjectAddress.CLASS || row.integer("objsubid") <= 0) {
        continue;
      }
      RelationEntry table = ddl.relation(row.oid("objid"));
      if (table.kind() != 'r' && table.kind() != 'm') {
        continue;
      }
      ColumnEntry column = table.column(row.integer("objsubid"));
      if (column.type() == domain) {
        new DomainColumns(ddl).check(table, column, condition);
      }
    }
  }
}
