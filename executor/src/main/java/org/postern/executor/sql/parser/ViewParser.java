package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.IntoClause;
import org.postern.executor.sql.ast.OnCommit;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.ViewStatement;
import org.postern.executor.sql.ast.ViewStatement.CheckOption;

/** Views and materialized views. */
final class ViewParser extends GrammarPart {
  ViewParser(Grammar grammar) {
    super(grammar);
  }

  /** After CREATE [OR REPLACE] [TEMP], at RECURSIVE or VIEW. */
  Statement create(boolean replace, Persistence persistence, int location) {
    boolean recursive = accept(Keyword.RECURSIVE);
    expect(Keyword.VIEW);
    RelationName relation = relationName();
    List<String> columns = recursive ? parenthesizedNames() : optionalNames();
    List<Option> options = grammar.options().optionalRelationOptions();
    expect(Keyword.AS);
    SelectStatement query = grammar.selects().parse();
    CheckOption check = CheckOption.NONE;
    int checkLocation = location();
    if (accept(Keyword.WITH)) {
      check = CheckOption.CASCADED;
      if (accept(Keyword.LOCAL)) {
        check = CheckOption.LOCAL;
      } else {
        accept(Keyword.CASCADED);
      }
      expect(Keyword.CHECK);
      expect(Keyword.OPTION);
      if (recursive) {
        throw notImplemented("WITH CHECK OPTION not supported on recursive views", checkLocation);
      }
    }
    return new ViewStatement.CreateView(
        relation, persistence, replace, recursive, columns, options, query, check, location);
  }

  /** After CREATE [UNLOGGED], at MATERIALIZED. */
  Statement createMaterialized(Persistence persistence, int location) {
    next();
    expect(Keyword.VIEW);
    boolean ifNotExists = ifNotExists();
    RelationName relation = relationName();
    List<String> columns = optionalNames();
    String method = accept(Keyword.USING) ? colId() : null;
    List<Option> options = grammar.options().optionalRelationOptions();
    String tablespace = accept(Keyword.TABLESPACE) ? colId() : null;
    expect(Keyword.AS);
    SelectStatement query = grammar.selects().parse();
    IntoClause into =
        new IntoClause(
            relation,
            persistence,
            columns,
            method,
            options,
            OnCommit.DEFAULT,
            tablespace,
            grammar.tables().withData());
    return new ViewStatement.CreateMaterializedView(into, ifNotExists, query, location);
  }

  /** REFRESH MATERIALIZED VIEW. */
  Statement refresh() {
    int location = location();
    next();
    expect(Keyword.MATERIALIZED);
    expect(Keyword.VIEW);
    boolean concurrently = accept(Keyword.CONCURRENTLY);
    RelationName relation = relationName();
    return new ViewStatement.RefreshMaterializedView(
        relation, concurrently, grammar.tables().withData(), location);
  }
}
