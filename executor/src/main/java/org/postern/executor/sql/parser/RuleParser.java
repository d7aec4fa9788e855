package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.sql.ast.RuleStatement;
import org.postern.executor.sql.ast.RuleStatement.RuleEvent;
import org.postern.executor.sql.ast.Statement;

/** Rewrite rules and row security policies. */
final class RuleParser extends GrammarPart {
  RuleParser(Grammar grammar) {
    super(grammar);
  }

  /** At RULE. */
  Statement create(boolean replace, int location) {
    next();
    String name = colId();
    expect(Keyword.AS);
    expect(Keyword.ON);
    RuleEvent event = event();
    expect(Keyword.TO);
    RelationName relation = relationName();
    Expression where = grammar.selects().where();
    expect(Keyword.DO);
    boolean instead = accept(Keyword.INSTEAD);
    if (!instead) {
      accept(Keyword.ALSO);
    }
    return new RuleStatement.CreateRule(
        replace, name, event, relation, where, instead, actions(), location);
  }

  private RuleEvent event() {
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    RuleEvent event =
        switch (keyword) {
          case SELECT -> RuleEvent.SELECT;
          case UPDATE -> RuleEvent.UPDATE;
          case DELETE -> RuleEvent.DELETE;
          case INSERT -> RuleEvent.INSERT;
          default -> throw syntaxError();
        };
    next();
    return event;
  }

  private List<Statement> actions() {
    if (accept(Keyword.NOTHING)) {
      return List.of();
    }
    if (!at('(') || queryInParentheses()) {
      return List.of(action());
    }
    next();
    List<Statement> actions = new ArrayList<>();
    while (!at(')')) {
      if (!at(';')) {
        actions.add(action());
      }
      if (!accept(';')) {
        break;
      }
    }
    expect(')');
    return actions;
  }

  /**
   * A lone SELECT in parentheses reads as the list of actions as well as a query; only what follows
   * the parenthesis makes it the latter.
   */
  private boolean queryInParentheses() {
    int depth = 0;
    for (int i = 0; ; i++) {
      Token token = tokens.peek(i);
      if (token.type() == Token.END) {
        return false;
      }
      if (token.type() == '(') {
        depth++;
      } else if (token.type() == ')' && --depth == 0) {
        Keyword after = tokens.peek(i + 1).keyword();
        return after == Keyword.UNION
            || after == Keyword.INTERSECT
            || after == Keyword.EXCEPT
            || after == Keyword.ORDER
            || after == Keyword.LIMIT;
      }
    }
  }

  private Statement action() {
    if (at(Keyword.NOTIFY)) {
      return grammar.maintenance().notifyChannel();
    }
    Token first = tokens.current();
    Statement action = grammar.modifies().preparable();
    if (action instanceof ModifyStatement.Merge) {
      throw tokens.errorNear("syntax error", first);
    }
    return action;
  }

  /** At POLICY. */
  Statement createPolicy(int location) {
    next();
    String name = colId();
    expect(Keyword.ON);
    RelationName relation = relationName();
    boolean permissive = true;
    if (accept(Keyword.AS)) {
      int wordLocation = location();
      String word = expect(Token.IDENTIFIER).text();
      permissive = word.equals("permissive");
      if (!permissive && !word.equals("restrictive")) {
        throw error("unrecognized row security option \"" + word + "\"", wordLocation)
            .withHint("Only PERMISSIVE or RESTRICTIVE policies are supported currently.");
      }
    }
    String command = "all";
    if (accept(Keyword.FOR)) {
      if (!at(Keyword.ALL)
          && !at(Keyword.SELECT)
          && !at(Keyword.INSERT)
          && !at(Keyword.UPDATE)
          && !at(Keyword.DELETE)) {
        throw syntaxError();
      }
      command = next().text();
    }
    List<RoleSpec> roles =
        accept(Keyword.TO)
            ? grammar.roles().roleList()
            : List.of(new RoleSpec(RoleSpec.Kind.PUBLIC, null, -1));
    Expression using = using();
    return new RuleStatement.CreatePolicy(
        name, relation, permissive, command, roles, using, withCheck(), location);
  }

  private Expression using() {
    return accept(Keyword.USING) ? condition() : null;
  }

  private Expression withCheck() {
    if (!accept(Keyword.WITH)) {
      return null;
    }
    expect(Keyword.CHECK);
    return condition();
  }

  private Expression condition() {
    expect('(');
    Expression condition = grammar.expressions().parse();
    expect(')');
    return condition;
  }

  /** After {@code ALTER POLICY name ON relation}, when it is not renamed. */
  Statement alterPolicy(String name, RelationName relation, int location) {
    List<RoleSpec> roles = accept(Keyword.TO) ? grammar.roles().roleList() : List.of();
    Expression using = using();
    return new RuleStatement.AlterPolicy(name, relation, roles, using, withCheck(), location);
  }
}
