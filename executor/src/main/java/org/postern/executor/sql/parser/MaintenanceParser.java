package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.CallExpression;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.UtilityStatement;
import org.postern.executor.sql.ast.UtilityStatement.DiscardKind;
import org.postern.executor.sql.ast.UtilityStatement.LockMode;
import org.postern.executor.sql.ast.UtilityStatement.ReindexKind;
import org.postern.executor.sql.ast.UtilityStatement.VacuumTarget;

/** EXPLAIN, VACUUM and the other statements that define nothing. */
final class MaintenanceParser extends GrammarPart {
  MaintenanceParser(Grammar grammar) {
    super(grammar);
  }

  private boolean atAnalyze() {
    return at(Keyword.ANALYZE) || at(Keyword.ANALYSE);
  }

  Statement explain() {
    int location = location();
    next();
    List<Option> options = new ArrayList<>();
    if (at('(') && !queryInParentheses()) {
      options.addAll(grammar.options().utilityOptions());
    } else {
      if (atAnalyze()) {
        options.add(new Option("analyze", null, next().start()));
      }
      if (at(Keyword.VERBOSE)) {
        options.add(new Option("verbose", null, next().start()));
      }
    }
    return new UtilityStatement.Explain(options, explainable(), location);
  }

  private boolean queryInParentheses() {
    int i = 1;
    while (tokens.peek(i).type() == '(') {
      i++;
    }
    Keyword keyword = tokens.peek(i).keyword();
    return keyword == Keyword.SELECT
        || keyword == Keyword.WITH
        || keyword == Keyword.TABLE
        || keyword == Keyword.VALUES && tokens.peek(i + 1).type() == '('
        || i > 1;
  }

  private Statement explainable() {
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      return grammar.modifies().preparable();
    }
    return switch (keyword) {
      case DECLARE -> grammar.cursors().declare();
      case EXECUTE -> grammar.cursors().execute();
      case CREATE -> grammar.creates().explainable();
      case REFRESH -> grammar.views().refresh();
      default -> grammar.modifies().preparable();
    };
  }

  Statement vacuum() {
    int location = location();
    next();
    List<Option> options = new ArrayList<>();
    if (at('(')) {
      options.addAll(grammar.options().utilityOptions());
    } else {
      for (Keyword word : new Keyword[] {Keyword.FULL, Keyword.FREEZE, Keyword.VERBOSE}) {
        if (at(word)) {
          options.add(new Option(word.word(), null, next().start()));
        }
      }
      if (atAnalyze()) {
        options.add(new Option("analyze", null, next().start()));
      }
    }
    return new UtilityStatement.Vacuum(false, options, targets(), location);
  }

  Statement analyze() {
    int location = location();
    next();
    List<Option> options = new ArrayList<>();
    if (at('(')) {
      options.addAll(grammar.options().utilityOptions());
    } else if (at(Keyword.VERBOSE)) {
      options.add(new Option("verbose", null, next().start()));
    }
    return new UtilityStatement.Vacuum(true, options, targets(), location);
  }

  private List<VacuumTarget> targets() {
    if (!atColId()) {
      return List.of();
    }
    return commaList(() -> new VacuumTarget(relationName(), optionalNames()));
  }

  Statement cluster() {
    int location = location();
    next();
    List<Option> options = new ArrayList<>();
    if (at('(')) {
      options.addAll(grammar.options().utilityOptions());
    } else if (at(Keyword.VERBOSE)) {
      options.add(new Option("verbose", null, next().start()));
    }
    if (!atColId()) {
      return new UtilityStatement.Cluster(null, null, options, location);
    }
    RelationName relation = relationName();
    String index = null;
    if (accept(Keyword.USING)) {
      index = colId();
    } else if (accept(Keyword.ON)) {
      // The old order: the index comes first.
      index = relation.name();
      relation = relationName();
    }
    return new UtilityStatement.Cluster(relation, index, options, location);
  }

  Statement reindex() {
    int location = location();
    next();
    List<Option> options = new ArrayList<>();
    if (at('(')) {
      options.addAll(grammar.options().utilityOptions());
    }
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    ReindexKind kind =
        switch (keyword) {
          case INDEX -> ReindexKind.INDEX;
          case TABLE -> ReindexKind.TABLE;
          case SCHEMA -> ReindexKind.SCHEMA;
          case SYSTEM -> ReindexKind.SYSTEM;
          case DATABASE -> ReindexKind.DATABASE;
          default -> throw syntaxError();
        };
    next();
    if (at(Keyword.CONCURRENTLY)) {
      options.add(new Option("concurrently", null, next().start()));
    }
    boolean relation = kind == ReindexKind.INDEX || kind == ReindexKind.TABLE;
    return relation
        ? new UtilityStatement.Reindex(kind, relationName(), null, options, location)
        : new UtilityStatement.Reindex(kind, null, colId(), options, location);
  }

  Statement checkpoint() {
    return new UtilityStatement.Checkpoint(next().start());
  }

  Statement discard() {
    int location = location();
    next();
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    DiscardKind kind =
        switch (keyword) {
          case ALL -> DiscardKind.ALL;
          case PLANS -> DiscardKind.PLANS;
          case SEQUENCES -> DiscardKind.SEQUENCES;
          case TEMP, TEMPORARY -> DiscardKind.TEMPORARY;
          default -> throw syntaxError();
        };
    next();
    return new UtilityStatement.Discard(kind, location);
  }

  Statement listen() {
    int location = location();
    next();
    return new UtilityStatement.Listen(colId(), location);
  }

  Statement unlisten() {
    int location = location();
    next();
    return new UtilityStatement.Unlisten(accept('*') ? null : colId(), location);
  }

  UtilityStatement.Notify notifyChannel() {
    int location = location();
    expect(Keyword.NOTIFY);
    String channel = colId();
    return new UtilityStatement.Notify(channel, accept(',') ? string() : null, location);
  }

  Statement lock() {
    int location = location();
    next();
    accept(Keyword.TABLE);
    List<RelationName> relations = commaList(this::relationExpression);
    LockMode mode = LockMode.ACCESS_EXCLUSIVE;
    if (accept(Keyword.IN)) {
      mode = lockMode();
      expect(Keyword.MODE);
    }
    return new UtilityStatement.Lock(relations, mode, accept(Keyword.NOWAIT), location);
  }

  private LockMode lockMode() {
    if (accept(Keyword.ACCESS)) {
      if (accept(Keyword.SHARE)) {
        return LockMode.ACCESS_SHARE;
      }
      expect(Keyword.EXCLUSIVE);
      return LockMode.ACCESS_EXCLUSIVE;
    }
    if (accept(Keyword.ROW)) {
      if (accept(Keyword.SHARE)) {
        return LockMode.ROW_SHARE;
      }
      expect(Keyword.EXCLUSIVE);
      return LockMode.ROW_EXCLUSIVE;
    }
    if (accept(Keyword.SHARE)) {
      if (accept(Keyword.UPDATE)) {
        expect(Keyword.EXCLUSIVE);
        return LockMode.SHARE_UPDATE_EXCLUSIVE;
      }
      if (accept(Keyword.ROW)) {
        expect(Keyword.EXCLUSIVE);
        return LockMode.SHARE_ROW_EXCLUSIVE;
      }
      return LockMode.SHARE;
    }
    expect(Keyword.EXCLUSIVE);
    return LockMode.EXCLUSIVE;
  }

  Statement truncate() {
    int location = location();
    next();
    accept(Keyword.TABLE);
    List<RelationName> relations = commaList(this::relationExpression);
    boolean restart = false;
    if (accept(Keyword.RESTART)) {
      expect(Keyword.IDENTITY);
      restart = true;
    } else if (accept(Keyword.CONTINUE)) {
      expect(Keyword.IDENTITY);
    }
    return new UtilityStatement.Truncate(relations, restart, dropBehavior(), location);
  }

  Statement doBlock() {
    int location = location();
    next();
    List<Option> options = new ArrayList<>(2);
    do {
      int optionLocation = location();
      if (accept(Keyword.LANGUAGE)) {
        options.add(Option.text("language", nonReservedWordOrString(), optionLocation));
      } else {
        options.add(Option.text("as", string(), optionLocation));
      }
    } while (at(Token.STRING) || at(Keyword.LANGUAGE));
    return new UtilityStatement.Do(options, location);
  }

  Statement call() {
    int location = location();
    next();
    if (!isColId(tokens.current()) && !isTypeFunctionName(tokens.current())) {
      throw syntaxError();
    }
    Expression call = grammar.functions().windowless();
    if (call instanceof CallExpression.FunctionCall function
        && function.form() == CallExpression.CallForm.EXPLICIT) {
      return new UtilityStatement.Call(function, location);
    }
    anyName();
    throw syntaxError();
  }

  Statement load() {
    int location = location();
    next();
    return new UtilityStatement.Load(string(), location);
  }
}
