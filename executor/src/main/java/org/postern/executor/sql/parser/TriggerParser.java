package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.AlterTableAction.FiringMode;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TriggerStatement.AlterEventTrigger;
import org.postern.executor.sql.ast.TriggerStatement.CreateEventTrigger;
import org.postern.executor.sql.ast.TriggerStatement.CreateTrigger;
import org.postern.executor.sql.ast.TriggerStatement.Event;
import org.postern.executor.sql.ast.TriggerStatement.Timing;
import org.postern.executor.sql.ast.TriggerStatement.Transition;

/**
 * Triggers and event triggers.
 *
 * <p>Source: PostgreSQL documentation, reference pages CREATE TRIGGER and CREATE EVENT TRIGGER.
 */
final class TriggerParser extends GrammarPart {
  TriggerParser(Grammar grammar) {
    super(grammar);
  }

  /** At TRIGGER or CONSTRAINT. */
  Statement create(boolean replace, int location) {
    boolean constraint = accept(Keyword.CONSTRAINT);
    expect(Keyword.TRIGGER);
    String name = colId();
    Timing timing = timing(constraint);
    List<Event> events = new ArrayList<>(3);
    List<String> columns = new ArrayList<>();
    do {
      events.add(event(events, columns));
    } while (accept(Keyword.OR));
    expect(Keyword.ON);
    RelationName relation = relationName();
    RelationName constrained = null;
    Constraint.Attributes attributes = Constraint.Attributes.NONE;
    List<Transition> transitions = List.of();
    boolean forEachRow = false;
    if (constraint) {
      constrained = accept(Keyword.FROM) ? relationName() : null;
      attributes = grammar.constraints().attributes("TRIGGER", true, false, false);
      expect(Keyword.FOR);
      expect(Keyword.EACH);
      expect(Keyword.ROW);
      forEachRow = true;
    } else {
      transitions = transitions();
      forEachRow = forEachRow();
    }
    Expression when = null;
    if (accept(Keyword.WHEN)) {
      expect('(');
      when = grammar.expressions().parse();
      expect(')');
    }
    QualifiedName function = executed();
    List<String> args = new ArrayList<>();
    if (!at(')') && !at(',')) {
      args.add(argument());
    }
    while (accept(',')) {
      args.add(argument());
    }
    expect(')');
    return new CreateTrigger(
        replace,
        constraint,
        name,
        timing,
        events,
        columns,
        relation,
        constrained,
        attributes.deferrable(),
        attributes.initiallyDeferred(),
        transitions,
        forEachRow,
        when,
        function,
        args,
        location);
  }

  private Timing timing(boolean constraint) {
    if (accept(Keyword.AFTER)) {
      return Timing.AFTER;
    }
    if (constraint) {
      throw syntaxError();
    }
    if (accept(Keyword.BEFORE)) {
      return Timing.BEFORE;
    }
    expect(Keyword.INSTEAD);
    expect(Keyword.OF);
    return Timing.INSTEAD_OF;
  }

  private Event event(List<Event> earlier, List<String> columns) {
    Token token = tokens.current();
    Keyword keyword = token.keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    Event event =
        switch (keyword) {
          case INSERT -> Event.INSERT;
          case DELETE -> Event.DELETE;
          case UPDATE -> Event.UPDATE;
          case TRUNCATE -> Event.TRUNCATE;
          default -> throw syntaxError();
        };
    next();
    if (event == Event.UPDATE && accept(Keyword.OF)) {
      columns.addAll(nameList());
    }
    if (earlier.contains(event)) {
      throw tokens.errorNear(
          "duplicate trigger events specified", event == Event.UPDATE ? tokens.current() : token);
    }
    return event;
  }

  private List<Transition> transitions() {
    if (!accept(Keyword.REFERENCING)) {
      return List.of();
    }
    List<Transition> transitions = new ArrayList<>(2);
    do {
      boolean newRows = accept(Keyword.NEW);
      if (!newRows) {
        expect(Keyword.OLD);
      }
      boolean table = accept(Keyword.TABLE);
      if (!table) {
        expect(Keyword.ROW);
      }
      accept(Keyword.AS);
      transitions.add(new Transition(newRows, table, colId()));
    } while (at(Keyword.OLD) || at(Keyword.NEW));
    return transitions;
  }

  private boolean forEachRow() {
    if (!accept(Keyword.FOR)) {
      return false;
    }
    accept(Keyword.EACH);
    if (accept(Keyword.ROW)) {
      return true;
    }
    expect(Keyword.STATEMENT);
    return false;
  }

  /** {@code EXECUTE FUNCTION name(}. */
  private QualifiedName executed() {
    expect(Keyword.EXECUTE);
    if (!accept(Keyword.FUNCTION)) {
      expect(Keyword.PROCEDURE);
    }
    QualifiedName function = grammar.routines().functionName();
    expect('(');
    return function;
  }

  private String argument() {
    Token token = tokens.current();
    return switch (token.type()) {
      case Token.INTEGER -> {
        next();
        yield Integer.toString(token.intValue());
      }
      case Token.NUMERIC, Token.STRING -> next().text();
      default -> colLabel();
    };
  }

  /** At EVENT. */
  Statement createEvent(int location) {
    next();
    expect(Keyword.TRIGGER);
    String name = colId();
    expect(Keyword.ON);
    String event = colLabel();
    List<Option> filters = new ArrayList<>();
    if (accept(Keyword.WHEN)) {
      do {
        filters.add(filter());
      } while (accept(Keyword.AND));
    }
    QualifiedName function = executed();
    expect(')');
    return new CreateEventTrigger(name, event, filters, function, location);
  }

  private Option filter() {
    int location = location();
    String variable = colId();
    expect(Keyword.IN);
    List<OptionValue> values = parenthesizedList(() -> new OptionValue.Text(string()));
    return new Option(variable, new OptionValue.Many(values), location);
  }

  /** After ALTER, at EVENT. */
  Statement alterEvent(int location) {
    grammar.objects().kind();
    ObjectName.Named object = grammar.objects().singleName();
    Statement common = grammar.objects().renameOrOwner(ObjectType.EVENT_TRIGGER, object, location);
    if (common != null) {
      return common;
    }
    FiringMode mode;
    if (accept(Keyword.DISABLE)) {
      mode = FiringMode.DISABLE;
    } else {
      expect(Keyword.ENABLE);
      mode = FiringMode.ENABLE;
      if (accept(Keyword.REPLICA)) {
        mode = FiringMode.ENABLE_REPLICA;
      } else if (accept(Keyword.ALWAYS)) {
        mode = FiringMode.ENABLE_ALWAYS;
      }
    }
    return new AlterEventTrigger(object.name().name(), mode, location);
  }
}
