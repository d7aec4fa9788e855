package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.DefineStatement;
import org.postern.executor.sql.ast.GenericStatement;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.Statement;

/** Aggregates, operators, collations and conversions. */
final class DefinitionParser extends GrammarPart {
  DefinitionParser(Grammar grammar) {
    super(grammar);
  }

  /** At AGGREGATE. */
  Statement createAggregate(boolean replace, int location) {
    next();
    int nameLocation = location();
    QualifiedName name = grammar.routines().functionName();
    boolean oldStyle =
        at('(') && tokens.peek(1).type() == Token.IDENTIFIER && tokens.peek(2).type() == '=';
    ObjectName.Routine arguments =
        oldStyle ? null : grammar.routines().aggregateArguments(name, nameLocation);
    List<Option> definition =
        oldStyle ? parenthesizedList(this::oldElement) : grammar.options().definition();
    return new DefineStatement(
        ObjectType.AGGREGATE, replace, false, name, arguments, definition, null, location);
  }

  /** Here keywords cannot be names, so that the old style can be told from an argument list. */
  private Option oldElement() {
    int location = location();
    String name = expect(Token.IDENTIFIER).text();
    expect('=');
    return new Option(name, grammar.options().value(), location);
  }

  /** After CREATE OPERATOR. */
  Statement createOperator(int location) {
    QualifiedName name = grammar.expressions().anyOperator();
    List<Option> definition = grammar.options().definition();
    return new DefineStatement(
        ObjectType.OPERATOR, false, false, name, null, definition, null, location);
  }

  /** At COLLATION. */
  Statement createCollation(int location) {
    next();
    boolean ifNotExists = ifNotExists();
    QualifiedName name = anyName();
    if (accept(Keyword.FROM)) {
      return new DefineStatement(
          ObjectType.COLLATION, false, ifNotExists, name, null, List.of(), anyName(), location);
    }
    return new DefineStatement(
        ObjectType.COLLATION,
        false,
        ifNotExists,
        name,
        null,
        grammar.options().definition(),
        null,
        location);
  }

  /** At DEFAULT or CONVERSION. */
  Statement createConversion(int location) {
    List<Option> details = new ArrayList<>();
    details.add(Option.flag("default", accept(Keyword.DEFAULT), location));
    expect(Keyword.CONVERSION);
    QualifiedName name = anyName();
    expect(Keyword.FOR);
    details.add(Option.text("for", string(), location));
    expect(Keyword.TO);
    details.add(Option.text("to", string(), location));
    expect(Keyword.FROM);
    details.add(new Option("from", new OptionValue.Name(anyName()), location));
    return new GenericStatement("CREATE CONVERSION", name, details, location);
  }
}
