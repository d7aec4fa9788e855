package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.Statement;

/** Publications and subscriptions of logical replication. */
final class PublicationParser extends GrammarPart {
  PublicationParser(Grammar grammar) {
    super(grammar);
  }

  /** At PUBLICATION. */
  Statement create(int location) {
    next();
    int nameLocation = location();
    String name = colId();
    Details details = new Details(location);
    if (accept(Keyword.FOR)) {
      if (accept(Keyword.ALL)) {
        expect(Keyword.TABLES);
        details.flag("all_tables", true);
      } else {
        objects(details);
      }
    }
    details.addAll(grammar.options().optionalDefinition());
    return details.statement("CREATE PUBLICATION", name, nameLocation);
  }

  /** An entry as written; what it means depends on the entry before it. */
  private record Entry(
      boolean table,
      boolean schema,
      boolean current,
      RelationName relation,
      List<String> columns,
      Expression where,
      int location) {
    boolean plainName() {
      return relation != null
          && relation.schema() == null
          && relation.inherit()
          && columns.isEmpty()
          && where == null;
    }
  }

  /** Tables and schemas; the first one must say which it is. */
  private void objects(Details details) {
    List<Entry> entries = commaList(this::entry);
    boolean schemas = false;
    if (!entries.getFirst().table && !entries.getFirst().schema) {
      throw error("invalid publication object list", entries.getFirst().location)
          .withDetail(
              "One of TABLE or TABLES IN SCHEMA must be specified before a standalone table or"
                  + " schema name.");
    }
    for (Entry entry : entries) {
      schemas = entry.schema || schemas && !entry.table;
      if (schemas) {
        schema(details, entry);
      } else {
        table(details, entry);
      }
    }
  }

  private Entry entry() {
    int location = location();
    if (at(Keyword.TABLES, Keyword.IN)) {
      next();
      next();
      expect(Keyword.SCHEMA);
      int nameLocation = location();
      boolean current = accept(Keyword.CURRENT_SCHEMA);
      RelationName name =
          current ? null : new RelationName(null, null, colId(), true, nameLocation);
      return new Entry(false, true, current, name, List.of(), null, nameLocation);
    }
    boolean table = accept(Keyword.TABLE);
    if (!table && accept(Keyword.CURRENT_SCHEMA)) {
      return new Entry(false, false, true, null, List.of(), null, location);
    }
    RelationName relation = relationExpression();
    List<String> columns = optionalNames();
    Expression where = null;
    if (accept(Keyword.WHERE)) {
      expect('(');
      where = grammar.expressions().parse();
      expect(')');
    }
    return new Entry(table, false, false, relation, columns, where, location);
  }

  private void schema(Details details, Entry entry) {
    if (entry.where != null) {
      throw error("WHERE clause not allowed for schema", entry.location);
    }
    if (!entry.columns.isEmpty()) {
      throw error("column specification not allowed for schema", entry.location);
    }
    if (!entry.current && !entry.plainName()) {
      throw error("invalid schema name", entry.location);
    }
    details.text("schema", entry.current ? "current_schema" : entry.relation.name());
  }

  private void table(Details details, Entry entry) {
    if (entry.current) {
      throw error("invalid table name", entry.location);
    }
    List<OptionValue> parts = new ArrayList<>(3);
    parts.add(new OptionValue.Tree(entry.relation));
    if (!entry.columns.isEmpty()) {
      List<OptionValue> columns = new ArrayList<>();
      entry.columns.forEach(c -> columns.add(new OptionValue.Text(c)));
      parts.add(new OptionValue.Many(columns));
    }
    if (entry.where != null) {
      parts.add(new OptionValue.Tree(entry.where));
    }
    details.add("table", new OptionValue.Many(parts));
  }

  /** After ALTER, at PUBLICATION. */
  Statement alter(int location) {
    next();
    ObjectName.Named object = grammar.objects().singleName();
    Statement common = grammar.objects().renameOrOwner(ObjectType.PUBLICATION, object, location);
    if (common != null) {
      return common;
    }
    Details details = new Details(location);
    if (at(Keyword.SET, '(')) {
      next();
      details.text("action", "set_options").addAll(grammar.options().definition());
    } else {
      if (!at(Keyword.ADD) && !at(Keyword.SET) && !at(Keyword.DROP)) {
        throw syntaxError();
      }
      details.text("action", next().text());
      objects(details);
    }
    return details.statement("ALTER PUBLICATION", object.name());
  }

  /** At SUBSCRIPTION. */
  Statement createSubscription(int location) {
    next();
    int nameLocation = location();
    String name = colId();
    expect(Keyword.CONNECTION);
    Details details = new Details(location).text("connection", string());
    expect(Keyword.PUBLICATION);
    details.texts("publication", nameList());
    details.addAll(grammar.options().optionalDefinition());
    return details.statement("CREATE SUBSCRIPTION", name, nameLocation);
  }

  /** After ALTER, at SUBSCRIPTION. */
  Statement alterSubscription(int location) {
    next();
    ObjectName.Named object = grammar.objects().singleName();
    Statement common = grammar.objects().renameOrOwner(ObjectType.SUBSCRIPTION, object, location);
    if (common != null) {
      return common;
    }
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    Details details = new Details(location).text("action", keyword.word());
    List<Option> options = List.of();
    switch (keyword) {
      case CONNECTION -> {
        next();
        details.text("connection", string());
      }
      case REFRESH -> {
        next();
        expect(Keyword.PUBLICATION);
        options = grammar.options().optionalDefinition();
      }
      case ADD, DROP, SET -> {
        next();
        if (keyword == Keyword.SET && at('(')) {
          options = grammar.options().definition();
        } else {
          expect(Keyword.PUBLICATION);
          details.texts("publication", nameList());
          options = grammar.options().optionalDefinition();
        }
      }
      case ENABLE, DISABLE -> next();
      case SKIP -> {
        next();
        options = grammar.options().definition();
      }
      default -> throw syntaxError();
    }
    return details.addAll(options).statement("ALTER SUBSCRIPTION", object.name());
  }
}
