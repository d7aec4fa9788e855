package org.postern.executor.sql.ast;

import java.util.List;

/** Triggers on tables and on events. */
public sealed interface TriggerStatement extends Statement {
  enum Timing {
    BEFORE,
    AFTER,
    INSTEAD_OF
  }

  enum Event {
    INSERT,
    DELETE,
    UPDATE,
    TRUNCATE
  }

  /** A name for the old or new rows; {@code table} is false for the unsupported ROW. */
  record Transition(boolean newRows, boolean table, String name) {}

  /**
   * CREATE TRIGGER.
   *
   * @param columns of UPDATE OF, empty when absent
   * @param constrained the table after FROM of a constraint trigger, null when absent
   */
  record CreateTrigger(
      boolean replace,
      boolean constraint,
      String name,
      Timing timing,
      List<Event> events,
      List<String> columns,
      RelationName relation,
      RelationName constrained,
      boolean deferrable,
      boolean initiallyDeferred,
      List<Transition> transitions,
      boolean forEachRow,
      Expression when,
      QualifiedName function,
      List<String> args,
      int location)
      implements TriggerStatement {
    public CreateTrigger {
      events = List.copyOf(events);
      columns = List.copyOf(columns);
      transitions = List.copyOf(transitions);
      args = List.copyOf(args);
    }
  }

  /** {@code filters}: each a variable name with its list of strings. */
  record CreateEventTrigger(
      String name, String event, List<Option> filters, QualifiedName function, int location)
      implements TriggerStatement {
    public CreateEventTrigger {
      filters = List.copyOf(filters);
    }
  }

  record AlterEventTrigger(String name, AlterTableAction.FiringMode mode, int location)
      implements TriggerStatement {}
}
