package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.DefineStatement;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.Statement;

/** Text search parsers, dictionaries, templates and configurations. */
final class TextSearchParser extends GrammarPart {
  TextSearchParser(Grammar grammar) {
    super(grammar);
  }

  /** At TEXT. */
  Statement create(int location) {
    next();
    expect(Keyword.SEARCH);
    ObjectType kind = grammar.objects().textSearchKind();
    QualifiedName name = anyName();
    return new DefineStatement(
        kind, false, false, name, null, grammar.options().definition(), null, location);
  }

  /** After ALTER, at TEXT. */
  Statement alter(int location) {
    next();
    expect(Keyword.SEARCH);
    ObjectType kind = grammar.objects().textSearchKind();
    ObjectName.Named object = grammar.objects().dottedName();
    Statement common = grammar.alters().common(kind, object, location);
    if (common != null) {
      return common;
    }
    if (kind == ObjectType.TEXT_SEARCH_DICTIONARY) {
      return new Details(location)
          .addAll(grammar.options().definition())
          .statement("ALTER TEXT SEARCH DICTIONARY", object.name());
    }
    if (kind != ObjectType.TEXT_SEARCH_CONFIGURATION) {
      throw syntaxError();
    }
    return mapping(object.name(), location);
  }

  private Statement mapping(QualifiedName configuration, int location) {
    if (!at(Keyword.ADD) && !at(Keyword.ALTER) && !at(Keyword.DROP)) {
      throw syntaxError();
    }
    Keyword action = next().keyword();
    Details details = new Details(location).text("action", action.word());
    expect(Keyword.MAPPING);
    if (action == Keyword.DROP) {
      details.flag("if_exists", ifExists());
      expect(Keyword.FOR);
      details.texts("tokens", nameList());
    } else if (action == Keyword.ALTER && at(Keyword.REPLACE)) {
      replacement(details);
    } else {
      expect(Keyword.FOR);
      details.texts("tokens", nameList());
      if (action == Keyword.ALTER && at(Keyword.REPLACE)) {
        replacement(details);
      } else {
        expect(Keyword.WITH);
        List<QualifiedName> dictionaries = commaList(this::anyName);
        details.trees("dictionaries", dictionaries);
      }
    }
    return details.statement("ALTER TEXT SEARCH CONFIGURATION", configuration);
  }

  private void replacement(Details details) {
    next();
    details.name("replace", anyName());
    expect(Keyword.WITH);
    details.name("with", anyName());
  }
}
