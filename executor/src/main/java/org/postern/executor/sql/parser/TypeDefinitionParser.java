package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.DefineStatement;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TableElement;
import org.postern.executor.sql.ast.TypeName;
import org.postern.executor.sql.ast.TypeStatement;
import org.postern.executor.sql.ast.TypeStatement.AlterDomain;
import org.postern.executor.sql.ast.TypeStatement.DomainChange;

/**
 * CREATE and ALTER of types and domains.
 *
 * <p>Source: PostgreSQL documentation, reference pages CREATE TYPE, ALTER TYPE, CREATE DOMAIN and
 * ALTER DOMAIN.
 */
final class TypeDefinitionParser extends GrammarPart {
  TypeDefinitionParser(Grammar grammar) {
    super(grammar);
  }

  /** At TYPE. */
  Statement create(int location) {
    next();
    QualifiedName name = anyName();
    if (at('(')) {
      return define(name, grammar.options().definition(), location);
    }
    if (!accept(Keyword.AS)) {
      return define(name, List.of(), location);
    }
    if (accept(Keyword.ENUM)) {
      expect('(');
      List<String> labels = at(')') ? List.of() : commaList(this::string);
      expect(')');
      return new TypeStatement.CreateEnum(name, labels, location);
    }
    if (accept(Keyword.RANGE)) {
      return new TypeStatement.CreateRange(name, grammar.options().definition(), location);
    }
    expect('(');
    List<TableElement.ColumnDefinition> columns =
        at(')') ? List.of() : commaList(grammar.from()::columnDefinition);
    expect(')');
    return new TypeStatement.CreateComposite(name, columns, location);
  }

  private static Statement define(QualifiedName name, List<Option> definition, int location) {
    return new DefineStatement(
        ObjectType.TYPE, false, false, name, null, definition, null, location);
  }

  /** At DOMAIN. */
  Statement createDomain(int location) {
    next();
    QualifiedName name = anyName();
    accept(Keyword.AS);
    TypeName type = grammar.types().parse();
    ColumnParser.Qualifiers qualifiers = grammar.columns().qualifiers();
    return new TypeStatement.CreateDomain(
        name, type, qualifiers.collation, qualifiers.constraints, location);
  }

  /** After ALTER, at TYPE. */
  Statement alter(int location) {
    next();
    ObjectName.Named object = grammar.objects().dottedName();
    QualifiedName name = object.name();
    if (accept(Keyword.RENAME)) {
      return renameInType(object, location);
    }
    if (accept(Keyword.ADD, Keyword.VALUE)) {
      return addLabel(name, location);
    }
    Statement common = grammar.objects().owner(ObjectType.TYPE, object, location);
    if (common == null) {
      common = grammar.objects().schema(ObjectType.TYPE, object, location);
    }
    if (common != null) {
      return common;
    }
    if (accept(Keyword.SET)) {
      List<Option> options = parenthesizedList(grammar.options()::definitionElement);
      return new TypeStatement.AlterTypeOptions(name, options, location);
    }
    return grammar.alterTables().alterComposite(object, location);
  }

  private Statement addLabel(QualifiedName name, int location) {
    boolean ifNotExists = mandatoryIfNotExists();
    String label = string();
    String neighbor = null;
    boolean after = false;
    if (at(Keyword.BEFORE) || at(Keyword.AFTER)) {
      after = next().keyword() == Keyword.AFTER;
      neighbor = string();
    }
    return new TypeStatement.AddEnumLabel(name, label, ifNotExists, neighbor, after, location);
  }

  private Statement renameInType(ObjectName.Named object, int location) {
    if (accept(Keyword.TO)) {
      return grammar.objects().rename(ObjectType.TYPE, object, location);
    }
    if (accept(Keyword.VALUE)) {
      String from = string();
      expect(Keyword.TO);
      return new TypeStatement.RenameEnumLabel(object.name(), from, string(), location);
    }
    expect(Keyword.ATTRIBUTE);
    String from = colId();
    expect(Keyword.TO);
    String to = colId();
    return new ObjectStatement.Rename(
        ObjectType.ATTRIBUTE,
        ObjectType.TYPE,
        relationOf(object.name().parts(), object.location()),
        null,
        from,
        to,
        false,
        dropBehavior(),
        location);
  }

  /** After ALTER, at DOMAIN. */
  Statement alterDomain(int location) {
    next();
    ObjectName.Named object = grammar.objects().dottedName();
    QualifiedName name = object.name();
    if (accept(Keyword.RENAME)) {
      if (accept(Keyword.CONSTRAINT)) {
        String from = colId();
        expect(Keyword.TO);
        return new ObjectStatement.Rename(
            ObjectType.DOMAIN_CONSTRAINT,
            null,
            null,
            object,
            from,
            colId(),
            false,
            false,
            location);
      }
      expect(Keyword.TO);
      return grammar.objects().rename(ObjectType.DOMAIN, object, location);
    }
    Statement common = grammar.objects().owner(ObjectType.DOMAIN, object, location);
    if (common == null) {
      common = grammar.objects().schema(ObjectType.DOMAIN, object, location);
    }
    return common != null ? common : changeDomain(name, location);
  }

  private Statement changeDomain(QualifiedName name, int location) {
    if (accept(Keyword.SET)) {
      if (accept(Keyword.DEFAULT)) {
        Expression value = grammar.expressions().parse();
        return domain(name, DomainChange.SET_DEFAULT, value, location);
      }
      expect(Keyword.NOT);
      expect(Keyword.NULL);
      return domain(name, DomainChange.SET_NOT_NULL, null, location);
    }
    if (accept(Keyword.ADD)) {
      if (!grammar.constraints().atTableConstraint()) {
        throw syntaxError();
      }
      Constraint constraint = grammar.constraints().tableConstraint();
      return new AlterDomain(
          name, DomainChange.ADD_CONSTRAINT, null, constraint, null, false, false, location);
    }
    if (accept(Keyword.VALIDATE)) {
      expect(Keyword.CONSTRAINT);
      return new AlterDomain(
          name, DomainChange.VALIDATE_CONSTRAINT, null, null, colId(), false, false, location);
    }
    expect(Keyword.DROP);
    if (accept(Keyword.DEFAULT)) {
      return domain(name, DomainChange.DROP_DEFAULT, null, location);
    }
    if (accept(Keyword.NOT)) {
      expect(Keyword.NULL);
      return domain(name, DomainChange.DROP_NOT_NULL, null, location);
    }
    expect(Keyword.CONSTRAINT);
    boolean ifExists = ifExists();
    String constraint = colId();
    return new AlterDomain(
        name,
        DomainChange.DROP_CONSTRAINT,
        null,
        null,
        constraint,
        ifExists,
        dropBehavior(),
        location);
  }

  private static Statement domain(
      QualifiedName name, DomainChange change, Expression value, int location) {
    return new AlterDomain(name, change, value, null, null, false, false, location);
  }
}
