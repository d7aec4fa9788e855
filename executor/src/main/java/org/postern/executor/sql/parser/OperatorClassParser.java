package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TypeName;

/** Operator classes and families, and casts. */
final class OperatorClassParser extends GrammarPart {
  OperatorClassParser(Grammar grammar) {
    super(grammar);
  }

  /** After CREATE OPERATOR, at CLASS. */
  Statement createClass(int location) {
    next();
    QualifiedName name = anyName();
    Details details = new Details(location).flag("default", accept(Keyword.DEFAULT));
    expect(Keyword.FOR);
    expect(Keyword.TYPE);
    details.type("type", grammar.types().parse());
    expect(Keyword.USING);
    details.text("method", colId());
    details.name("family", accept(Keyword.FAMILY) ? anyName() : null);
    expect(Keyword.AS);
    items(details);
    return details.statement("CREATE OPERATOR CLASS", name);
  }

  /** After CREATE OPERATOR, at FAMILY. */
  Statement createFamily(int location) {
    next();
    QualifiedName name = anyName();
    expect(Keyword.USING);
    return new Details(location).text("method", colId()).statement("CREATE OPERATOR FAMILY", name);
  }

  /** After ALTER OPERATOR, at FAMILY or CLASS: only a family can gain and lose members. */
  Statement alter(ObjectType kind, int location) {
    ObjectName.UsingMethod object = (ObjectName.UsingMethod) grammar.objects().name(kind);
    Statement common = grammar.alters().common(kind, object, location);
    if (common != null) {
      return common;
    }
    if (kind != ObjectType.OPERATOR_FAMILY) {
      throw syntaxError();
    }
    Details details = new Details(location).text("method", object.accessMethod());
    if (accept(Keyword.ADD)) {
      details.text("action", "add");
      items(details);
    } else {
      expect(Keyword.DROP);
      details.text("action", "drop");
      do {
        droppedItem(details);
      } while (accept(','));
    }
    return details.statement("ALTER OPERATOR FAMILY", object.name());
  }

  private void items(Details details) {
    do {
      item(details);
    } while (accept(','));
  }

  private void item(Details details) {
    List<OptionValue> parts = new ArrayList<>();
    if (accept(Keyword.STORAGE)) {
      details.type("storage", grammar.types().parse());
      return;
    }
    if (accept(Keyword.FUNCTION)) {
      parts.add(new OptionValue.Int(unsignedInt()));
      if (at('(')) {
        parts.add(new OptionValue.Many(types()));
      }
      parts.add(new OptionValue.Tree(grammar.routines().signature()));
      details.add("function", new OptionValue.Many(parts));
      return;
    }
    expect(Keyword.OPERATOR);
    parts.add(new OptionValue.Int(unsignedInt()));
    parts.add(operator());
    if (accept(Keyword.FOR)) {
      if (accept(Keyword.ORDER)) {
        expect(Keyword.BY);
        parts.add(new OptionValue.Name(anyName()));
      } else {
        expect(Keyword.SEARCH);
      }
    }
    accept(Keyword.RECHECK);
    details.add("operator", new OptionValue.Many(parts));
  }

  private OptionValue operator() {
    int i = 0;
    while (isColId(tokens.peek(i)) && tokens.peek(i + 1).type() == '.') {
      i += 2;
    }
    return tokens.peek(i + 1).type() == '('
        ? new OptionValue.Tree(grammar.objects().operator())
        : new OptionValue.Name(grammar.expressions().anyOperator());
  }

  private List<OptionValue> types() {
    return parenthesizedList(() -> new OptionValue.Type(grammar.types().parse()));
  }

  private void droppedItem(Details details) {
    boolean function = accept(Keyword.FUNCTION);
    if (!function) {
      expect(Keyword.OPERATOR);
    }
    List<OptionValue> parts = new ArrayList<>();
    parts.add(new OptionValue.Int(unsignedInt()));
    parts.add(new OptionValue.Many(types()));
    details.add(function ? "function" : "operator", new OptionValue.Many(parts));
  }

  /** At CAST. */
  Statement createCast(int location) {
    next();
    expect('(');
    TypeName source = grammar.types().parse();
    expect(Keyword.AS);
    TypeName target = grammar.types().parse();
    expect(')');
    Details details = new Details(location).type("source", source).type("target", target);
    if (accept(Keyword.WITHOUT)) {
      expect(Keyword.FUNCTION);
      details.text("method", "binary");
    } else {
      expect(Keyword.WITH);
      if (accept(Keyword.INOUT)) {
        details.text("method", "inout");
      } else {
        expect(Keyword.FUNCTION);
        details.text("method", "function");
        details.tree("function", grammar.routines().signature());
      }
    }
    String context = "explicit";
    if (accept(Keyword.AS)) {
      boolean implicit = accept(Keyword.IMPLICIT);
      if (!implicit) {
        expect(Keyword.ASSIGNMENT);
      }
      context = implicit ? "implicit" : "assignment";
    }
    return details.text("context", context).statement("CREATE CAST", null);
  }
}
