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

  /** Tables and schemas; the first one must say which it is. */
  private void objects(Details details) {
    boolean tables = false;
    boolean schemas = false;
    do {
      int location = location();
      if (accept(Keyword.TABLE)) {
        tables = true;
        schemas = false;
        table(details);
      } else if (at(Keyword.TABLES, Keyword.IN)) {
        next();
        next();
        expect(Keyword.SCHEMA);
        tables = false;
        schemas = true;
        schema(details);
      } else if (tables) {
        table(details);
      } else if (schemas) {
        schema(details);
      } else {
        if (!at(Keyword.CURRENT_SCHEMA) && !at(Keyword.ONLY) && !atColId()) {
          throw syntaxError();
        }
        table(new Details(location));
        throw error("invalid publication object list", location)
            .withDetail(
                "One of TABLE or TABLES IN SCHEMA must be specified before a standalone table or"
                    + " schema name.");
      }
    } while (accept(','));
  }

  private void schema(Details details) {
    details.text("schema", accept(Keyword.CURRENT_SCHEMA) ? "current_schema" : colId());
  }

  private void table(Details details) {
    RelationName relation = relationExpression();
    List<OptionValue> parts = new ArrayList<>(3);
    parts.add(new OptionValue.Tree(relation));
    if (at('(')) {
      List<OptionValue> columns = new ArrayList<>();
      parenthesizedNames().forEach(c -> columns.add(new OptionValue.Text(c)));
      parts.add(new OptionValue.Many(columns));
    }
    if (accept(Keyword.WHERE)) {
      expect('(');
      Expression where = grammar.expressions().parse();
      expect(')');
      parts.add(new OptionValue.Tree(where));
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
