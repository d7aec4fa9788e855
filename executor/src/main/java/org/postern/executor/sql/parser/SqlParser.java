package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TypeName;

/**
 * The entrance: text in, raw parse trees out, with PostgreSQL's errors where the text is wrong.
 *
 * <p>Nothing is looked up: neither catalogs nor settings change what a text parses to.
 */
public final class SqlParser {
  private SqlParser() {}

  /** All statements of a query string; empty ones leave no trace. */
  public static List<RawStatement> parse(String sql) {
    return parse(sql, ParserNotices.SILENT);
  }

  public static List<RawStatement> parse(String sql, ParserNotices notices) {
    return guarded(() -> {
      Grammar grammar = new Grammar(sql, notices);
      TokenStream tokens = grammar.tokens();
      List<RawStatement> statements = new ArrayList<>(1);
      int start = 0;
      while (true) {
        Statement statement =
            tokens.at(';') || tokens.at(Token.END) ? null : grammar.statements().parse();
        boolean last = tokens.at(Token.END);
        if (!last && !tokens.at(';')) {
          throw tokens.syntaxError();
        }
        int end = tokens.current().start();
        if (statement != null) {
          statements.add(new RawStatement(statement, start, last ? 0 : end - start));
        }
        if (last) {
          return List.copyOf(statements);
        }
        tokens.advance();
        start = end + 1;
      }
    });
  }

  /** A single expression, as PL/pgSQL and stored defaults need it. */
  public static Expression parseExpression(String sql) {
    return guarded(() -> {
      Grammar grammar = new Grammar(sql, ParserNotices.SILENT);
      return whole(grammar, grammar.expressions().parse());
    });
  }

  /** A type's name with modifiers and bounds, as regtype's input needs it. */
  public static TypeName parseTypeName(String sql) {
    return guarded(() -> {
      Grammar grammar = new Grammar(sql, ParserNotices.SILENT);
      return whole(grammar, grammar.types().parse());
    });
  }

  private static <T> T whole(Grammar grammar, T result) {
    if (!grammar.tokens().at(Token.END)) {
      throw grammar.tokens().syntaxError();
    }
    return result;
  }

  /** The depth count keeps well below the stack's end; this is for threads with a small stack. */
  private static <T> T guarded(java.util.function.Supplier<T> parse) {
    try {
      return parse.get();
    } catch (StackOverflowError e) {
      throw ParseErrors.tooDeep().withCause(e);
    }
  }
}
