package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.DatabaseStatement;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.sql.ast.Statement;

/** Databases and tablespaces. */
final class DatabaseParser extends GrammarPart {
  DatabaseParser(Grammar grammar) {
    super(grammar);
  }

  Statement create(int location) {
    next();
    String name = colId();
    accept(Keyword.WITH);
    return new DatabaseStatement.CreateDatabase(name, options(), location);
  }

  private List<Option> options() {
    List<Option> options = new ArrayList<>();
    while (true) {
      int location = location();
      String name;
      if (accept(Keyword.CONNECTION)) {
        expect(Keyword.LIMIT);
        name = "connection_limit";
      } else if (at(Token.IDENTIFIER)
          || at(Keyword.ENCODING)
          || at(Keyword.LOCATION)
          || at(Keyword.OWNER)
          || at(Keyword.TABLESPACE)
          || at(Keyword.TEMPLATE)) {
        name = next().text();
      } else {
        return options;
      }
      accept('=');
      OptionValue value;
      if (accept(Keyword.DEFAULT)) {
        value = null;
      } else if (grammar.options().atNumber()) {
        value = grammar.options().number();
      } else {
        value = new OptionValue.Text(grammar.options().booleanOrString());
      }
      options.add(new Option(name, value, location));
    }
  }

  /** After ALTER, at DATABASE. */
  Statement alter(int location) {
    next();
    int nameLocation = location();
    String name = colId();
    ObjectName object = new ObjectName.Named(QualifiedName.of(name, nameLocation), nameLocation);
    boolean ownerOption = at(Keyword.OWNER) && tokens.peek(1).keyword() != Keyword.TO;
    Statement common =
        ownerOption ? null : grammar.objects().renameOrOwner(ObjectType.DATABASE, object, location);
    if (common != null) {
      return common;
    }
    if (accept(Keyword.REFRESH)) {
      expect(Keyword.COLLATION);
      expect(Keyword.VERSION);
      return new DatabaseStatement.RefreshCollationVersion(name, location);
    }
    if (at(Keyword.SET, Keyword.TABLESPACE)) {
      next();
      int optionLocation = location();
      next();
      Option tablespace = Option.text("tablespace", colId(), optionLocation);
      return new DatabaseStatement.AlterDatabase(name, List.of(tablespace), location);
    }
    if (grammar.variables().atSetOrReset()) {
      return new DatabaseStatement.AlterDatabaseSet(
          name, grammar.variables().setOrReset(), location);
    }
    accept(Keyword.WITH);
    return new DatabaseStatement.AlterDatabase(name, options(), location);
  }

  /** After DROP, at DATABASE. */
  Statement drop(int location) {
    next();
    boolean ifExists = ifExists();
    String name = colId();
    List<Option> options = List.of();
    if (accept(Keyword.WITH) || at('(')) {
      options =
          parenthesizedList(() -> {
            int optionLocation = location();
            expect(Keyword.FORCE);
            return new Option("force", null, optionLocation);
          });
    }
    return new DatabaseStatement.DropDatabase(name, ifExists, options, location);
  }

  Statement createTablespace(int location) {
    next();
    String name = colId();
    RoleSpec owner = accept(Keyword.OWNER) ? grammar.roles().roleSpec() : null;
    expect(Keyword.LOCATION);
    String directory = string();
    List<Option> options = grammar.options().optionalRelationOptions();
    return new DatabaseStatement.CreateTablespace(name, owner, directory, options, location);
  }

  Statement alterTablespace(int location) {
    next();
    int nameLocation = location();
    String name = colId();
    ObjectName object = new ObjectName.Named(QualifiedName.of(name, nameLocation), nameLocation);
    Statement common = grammar.objects().renameOrOwner(ObjectType.TABLESPACE, object, location);
    if (common != null) {
      return common;
    }
    boolean reset = accept(Keyword.RESET);
    if (!reset) {
      expect(Keyword.SET);
    }
    return new DatabaseStatement.AlterTablespace(
        name, reset, grammar.options().relationOptions(), location);
  }

  Statement dropTablespace(int location) {
    next();
    boolean ifExists = ifExists();
    return new DatabaseStatement.DropTablespace(colId(), ifExists, location);
  }
}
