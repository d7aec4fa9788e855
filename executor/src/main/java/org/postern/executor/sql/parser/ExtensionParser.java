package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.FromItem;
import org.postern.executor.sql.ast.IndexElement;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.SortItem;
import org.postern.executor.sql.ast.Statement;

/** Extensions, languages, transforms, access methods and extended statistics. */
final class ExtensionParser extends GrammarPart {
  ExtensionParser(Grammar grammar) {
    super(grammar);
  }

  /** At EXTENSION. */
  Statement create(int location) {
    next();
    Details details = new Details(location).flag("if_not_exists", ifNotExists());
    int nameLocation = location();
    String name = colId();
    accept(Keyword.WITH);
    while (true) {
      int optionLocation = location();
      if (accept(Keyword.SCHEMA)) {
        details.text("schema", colId());
      } else if (accept(Keyword.VERSION)) {
        details.text("new_version", nonReservedWordOrString());
      } else if (accept(Keyword.FROM)) {
        nonReservedWordOrString();
        throw notImplemented("CREATE EXTENSION ... FROM is no longer supported", optionLocation);
      } else if (accept(Keyword.CASCADE)) {
        details.flag("cascade", true);
      } else {
        return details.statement("CREATE EXTENSION", name, nameLocation);
      }
    }
  }

  /** After ALTER, at EXTENSION. */
  Statement alter(int location) {
    next();
    ObjectName.Named object = grammar.objects().singleName();
    Statement schema = grammar.objects().schema(ObjectType.EXTENSION, object, location);
    if (schema != null) {
      return schema;
    }
    Details details = new Details(location);
    if (accept(Keyword.UPDATE)) {
      while (accept(Keyword.TO)) {
        details.text("new_version", nonReservedWordOrString());
      }
      return details.statement("ALTER EXTENSION UPDATE", object.name());
    }
    if (!at(Keyword.ADD) && !at(Keyword.DROP)) {
      throw syntaxError();
    }
    details.text("action", next().text());
    Token kindToken = tokens.current();
    ObjectType kind = grammar.objects().kind();
    boolean allowed =
        kind != null
            && switch (kind) {
              case COLUMN, POLICY, RULE, TRIGGER, TABLE_CONSTRAINT, LARGE_OBJECT -> false;
              default -> true;
            };
    if (!allowed) {
      throw tokens.errorNear("syntax error", kindToken);
    }
    details.text("kind", kind.sql()).tree("object", grammar.objects().name(kind));
    return details.statement("ALTER EXTENSION", object.name());
  }

  /** At TRUSTED, PROCEDURAL or LANGUAGE. */
  Statement createLanguage(boolean replace, int location) {
    Details details =
        new Details(location).flag("replace", replace).flag("trusted", accept(Keyword.TRUSTED));
    accept(Keyword.PROCEDURAL);
    expect(Keyword.LANGUAGE);
    int nameLocation = location();
    String name = colId();
    if (accept(Keyword.HANDLER)) {
      details.name("handler", anyName());
      details.name("inline", accept(Keyword.INLINE) ? anyName() : null);
      if (accept(Keyword.VALIDATOR)) {
        details.name("validator", anyName());
      } else if (accept(Keyword.NO)) {
        expect(Keyword.VALIDATOR);
      }
    }
    return details.statement("CREATE LANGUAGE", name, nameLocation);
  }

  /** At TRANSFORM. */
  Statement createTransform(boolean replace, int location) {
    next();
    expect(Keyword.FOR);
    Details details =
        new Details(location).flag("replace", replace).type("type", grammar.types().parse());
    expect(Keyword.LANGUAGE);
    int nameLocation = location();
    String language = colId();
    expect('(');
    boolean fromFirst = at(Keyword.FROM);
    transformFunction(details, fromFirst);
    if (accept(',')) {
      transformFunction(details, !fromFirst);
    }
    expect(')');
    return details.statement("CREATE TRANSFORM", language, nameLocation);
  }

  private void transformFunction(Details details, boolean from) {
    expect(from ? Keyword.FROM : Keyword.TO);
    expect(Keyword.SQL);
    expect(Keyword.WITH);
    expect(Keyword.FUNCTION);
    details.tree(from ? "from_sql" : "to_sql", grammar.routines().signature());
  }

  /** At ACCESS. */
  Statement createAccessMethod(int location) {
    next();
    expect(Keyword.METHOD);
    int nameLocation = location();
    String name = colId();
    expect(Keyword.TYPE);
    if (!at(Keyword.INDEX) && !at(Keyword.TABLE)) {
      throw syntaxError();
    }
    Details details = new Details(location).text("type", next().text());
    expect(Keyword.HANDLER);
    details.name("handler", anyName());
    return details.statement("CREATE ACCESS METHOD", name, nameLocation);
  }

  /** At STATISTICS. */
  Statement createStatistics(int location) {
    next();
    Details details = new Details(location).flag("if_not_exists", ifNotExists());
    QualifiedName name = anyName();
    details.texts("kinds", optionalNames());
    expect(Keyword.ON);
    details.trees("columns", commaList(this::statisticsColumn));
    expect(Keyword.FROM);
    List<FromItem> from = commaList(grammar.from()::parse);
    return details.trees("from", from).statement("CREATE STATISTICS", name);
  }

  private IndexElement statisticsColumn() {
    int location = location();
    String column = null;
    Expression expression;
    if (accept('(')) {
      expression = grammar.expressions().parse();
      expect(')');
    } else {
      expression = grammar.functions().windowless();
      if (expression == null) {
        column = colId();
      }
    }
    return new IndexElement(
        column,
        expression,
        null,
        null,
        List.of(),
        SortItem.Direction.DEFAULT,
        SortItem.Nulls.DEFAULT,
        location);
  }

  /** After ALTER, at STATISTICS. */
  Statement alterStatistics(int location) {
    next();
    boolean ifExists = ifExists();
    ObjectName.Named object = grammar.objects().dottedName();
    if (!ifExists) {
      Statement common = grammar.alters().common(ObjectType.STATISTICS, object, location);
      if (common != null) {
        return common;
      }
    }
    expect(Keyword.SET);
    expect(Keyword.STATISTICS);
    Details details = new Details(location).flag("if_exists", ifExists);
    details.text("target", Integer.toString(signedInt()));
    return details.statement("ALTER STATISTICS", object.name());
  }
}
