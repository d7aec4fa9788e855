package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.GenericStatement;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.VariableStatement;

/** Chooses the grammar of an ALTER statement, and holds the simple ones. */
final class AlterParser extends GrammarPart {
  AlterParser(Grammar grammar) {
    super(grammar);
  }

  Statement alter() {
    int location = location();
    next();
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    return switch (keyword) {
      case TABLE, VIEW, MATERIALIZED, SEQUENCE, INDEX ->
          grammar.alterTables().alter(grammar.objects().kind(), location);
      case FOREIGN -> {
        ObjectType kind = grammar.objects().kind();
        yield kind == ObjectType.FOREIGN_TABLE
            ? grammar.alterTables().alter(kind, location)
            : grammar.foreign().alterWrapper(location);
      }
      case DATABASE -> grammar.databases().alter(location);
      case TABLESPACE -> grammar.databases().alterTablespace(location);
      case ROLE -> grammar.roles().alter(location);
      case USER ->
          grammar.foreign().atUserMapping()
              ? grammar.foreign().alterUserMapping(location)
              : grammar.roles().alter(location);
      case GROUP -> grammar.roles().alterGroup(location);
      case SYSTEM -> system(location);
      case DEFAULT -> {
        next();
        yield grammar.privileges().alterDefault(location);
      }
      case TYPE -> grammar.typeDefinitions().alter(location);
      case DOMAIN -> grammar.typeDefinitions().alterDomain(location);
      case FUNCTION, PROCEDURE, ROUTINE -> grammar.routines().alter(location);
      case EVENT -> grammar.triggers().alterEvent(location);
      case PUBLICATION -> grammar.publications().alter(location);
      case SUBSCRIPTION -> grammar.publications().alterSubscription(location);
      case EXTENSION -> grammar.extensions().alter(location);
      case STATISTICS -> grammar.extensions().alterStatistics(location);
      case TEXT -> grammar.textSearch().alter(location);
      case SERVER -> grammar.foreign().alterServer(location);
      case OPERATOR -> operator(location);
      case POLICY -> policy(location);
      case RULE, TRIGGER -> ruleOrTrigger(location);
      case AGGREGATE, COLLATION, CONVERSION, PROCEDURAL, LANGUAGE, LARGE, SCHEMA ->
          simple(location);
      default -> throw syntaxError();
    };
  }

  /** What may follow nearly any object's name; null when nothing of it does. */
  Statement common(ObjectType kind, ObjectName object, int location) {
    Statement statement = grammar.objects().renameOrOwner(kind, object, location);
    if (statement == null) {
      statement = grammar.objects().schema(kind, object, location);
    }
    return statement != null ? statement : grammar.objects().depends(kind, object, location);
  }

  private Statement simple(int location) {
    ObjectType kind = grammar.objects().kind();
    ObjectName object = grammar.objects().name(kind);
    if (kind == ObjectType.COLLATION && accept(Keyword.REFRESH)) {
      expect(Keyword.VERSION);
      return new GenericStatement(
          "ALTER COLLATION", ((ObjectName.Named) object).name(), java.util.List.of(), location);
    }
    Statement statement = common(kind, object, location);
    if (statement == null) {
      throw syntaxError();
    }
    return statement;
  }

  private Statement system(int location) {
    next();
    if (!grammar.variables().atSetOrReset()) {
      throw syntaxError();
    }
    Token first = tokens.current();
    VariableStatement setting = grammar.variables().setOrReset();
    return switch (setting) {
      case VariableStatement.SetVariable s -> new VariableStatement.AlterSystem(s, location);
      case VariableStatement.Reset r -> new VariableStatement.AlterSystem(r, location);
      case VariableStatement.ResetAll r -> new VariableStatement.AlterSystem(r, location);
      default -> throw tokens.errorNear("syntax error", first);
    };
  }

  private Statement operator(int location) {
    ObjectType kind = grammar.objects().kind();
    if (kind != ObjectType.OPERATOR) {
      return grammar.operatorClasses().alter(kind, location);
    }
    ObjectName.OperatorSignature object = grammar.objects().operator();
    Statement statement = grammar.objects().owner(kind, object, location);
    if (statement == null) {
      statement = grammar.objects().schema(kind, object, location);
    }
    if (statement != null) {
      return statement;
    }
    expect(Keyword.SET);
    return new Details(location)
        .tree("operator", object)
        .addAll(grammar.options().definition())
        .statement("ALTER OPERATOR", object.name());
  }

  private Statement policy(int location) {
    next();
    boolean ifExists = ifExists();
    String name = colId();
    expect(Keyword.ON);
    RelationName relation = relationName();
    if (!ifExists && !at(Keyword.RENAME)) {
      return grammar.rules().alterPolicy(name, relation, location);
    }
    return rename(ObjectType.POLICY, name, relation, ifExists, location);
  }

  private Statement ruleOrTrigger(int location) {
    ObjectType kind = grammar.objects().kind();
    int nameLocation = location();
    String name = colId();
    expect(Keyword.ON);
    RelationName relation = relationName();
    if (kind == ObjectType.TRIGGER) {
      ObjectName object =
          new ObjectName.OnRelation(
              name,
              org.postern.executor.sql.ast.QualifiedName.of(relation.name(), relation.location()),
              nameLocation);
      Statement depends = grammar.objects().depends(kind, object, location);
      if (depends instanceof ObjectStatement.DependsOnExtension d) {
        return new ObjectStatement.DependsOnExtension(
            kind, relation, object, d.extension(), d.remove(), location);
      }
    }
    return rename(kind, name, relation, false, location);
  }

  private Statement rename(
      ObjectType kind, String name, RelationName relation, boolean ifExists, int location) {
    expect(Keyword.RENAME);
    expect(Keyword.TO);
    return new ObjectStatement.Rename(
        kind, null, relation, null, name, colId(), ifExists, false, location);
  }
}
