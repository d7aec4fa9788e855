package org.postern.executor.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ForeignKeyEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.exec.RowEvents;
import org.postern.executor.sql.ast.RelationName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * What is still to be checked in a transaction: foreign keys and deferrable keys, at the end of the
 * statement or, where the constraint is deferred, before the commit.
 *
 * <p>Every check looks at the rows as they are then, so that one whose change was rolled back to a
 * savepoint finds nothing wrong.
 *
 * <p>Source: PostgreSQL documentation, SET CONSTRAINTS and section 5.4.5 "Foreign Keys".
 */
public final class ConstraintQueue implements RowEvents {
  private final List<Event> events = new ArrayList<>();
  private final Map<Integer, Boolean> chosen = new HashMap<>();
  private Boolean chosenForAll;
  private CommandEnvironment env;
  private ForeignKeyChecks checks;

  /** A check to be run; {@code constraint} 0 is never deferred. */
  private record Event(int constraint, boolean deferrable, boolean deferred, Runnable check) {}

  /** Gives the environment, which is made later. */
  public void attach(CommandEnvironment environment) {
    env = environment;
    checks = new ForeignKeyChecks(environment);
  }

  @Override
  public Listener listener(RelationEntry table) {
    if (!table.hasTriggers() || env == null) {
      return null;
    }
    List<ForeignKeyEntry> outgoing = env.exec().relations().foreignKeys(table.oid());
    List<ForeignKeyEntry> incoming = env.exec().relations().referencingKeys(table.oid());
    return outgoing.isEmpty() && incoming.isEmpty()
        ? null
        : new KeyListener(table, outgoing, incoming);
  }

  @Override
  public void recheck(int index, Runnable check) {
    CatalogRow row =
        new Constraints(new Ddl(env)).ofIndex(env.exec().relations().index(index).table(), index);
    int constraint = row == null ? 0 : row.oid("oid");
    events.add(new Event(constraint, true, row != null && row.bool("condeferred"), check));
  }

  private void add(ForeignKeyEntry key, boolean deferrable, Runnable check) {
    events.add(new Event(key.oid(), deferrable && key.deferrable(), key.deferred(), check));
  }

  /** Turns rows written into checks. */
  private final class KeyListener implements Listener {
    private final RelationEntry table;
    private final List<ForeignKeyEntry> outgoing;
    private final List<ForeignKeyEntry> incoming;

    KeyListener(
        RelationEntry table, List<ForeignKeyEntry> outgoing, List<ForeignKeyEntry> incoming) {
      this.table = table;
      this.outgoing = outgoing;
      this.incoming = incoming;
    }

    @Override
    public void inserted(Object[] row, long tid) {
      for (ForeignKeyEntry key : outgoing) {
        Object[] values = ForeignKeyChecks.pick(row, key.columns());
        add(key, true, () -> checks.present(key, table, values, tid));
      }
    }

    @Override
    public void updated(Object[] before, Object[] after, long tid) {
      for (ForeignKeyEntry key : incoming) {
        Object[] old = ForeignKeyChecks.pick(before, key.keys());
        Object[] now = ForeignKeyChecks.pick(after, key.keys());
        if (!ForeignKeyChecks.anyNull(old) && !checks.same(table, key.keys(), old, now)) {
          boolean none = key.onUpdate() == 'a';
          add(key, none, () -> checks.parentUpdated(key, old, now));
        }
      }
      for (ForeignKeyEntry key : outgoing) {
        Object[] old = ForeignKeyChecks.pick(before, key.columns());
        Object[] now = ForeignKeyChecks.pick(after, key.columns());
        if (!checks.same(table, key.columns(), old, now) || pending(key)) {
          add(key, true, () -> checks.present(key, table, now, tid));
        }
      }
    }

    @Override
    public void deleted(Object[] row) {
      for (ForeignKeyEntry key : incoming) {
        Object[] old = ForeignKeyChecks.pick(row, key.keys());
        if (!ForeignKeyChecks.anyNull(old)) {
          add(key, key.onDelete() == 'a', () -> checks.parentDeleted(key, old));
        }
      }
    }
  }

  private boolean pending(ForeignKeyEntry key) {
    return events.stream().anyMatch(event -> event.constraint() == key.oid());
  }

  private boolean isDeferred(Event event) {
    if (!event.deferrable()) {
      return false;
    }
    Boolean own = chosen.get(event.constraint());
    return own != null ? own : chosenForAll != null ? chosenForAll : event.deferred();
  }

  /** Runs what is not deferred: at the end of a statement. */
  public void endOfStatement() {
    run(false);
  }

  /** Runs everything: before the commit. */
  public void beforeCommit() {
    run(true);
    reset();
  }

  /** Forgets everything: the transaction is over. */
  public void reset() {
    events.clear();
    chosen.clear();
    chosenForAll = null;
  }

  private void run(boolean all) {
    if (events.isEmpty()) {
      return;
    }
    while (true) {
      List<Event> due = new ArrayList<>();
      for (Event event : events) {
        if (all || !isDeferred(event)) {
          due.add(event);
        }
      }
      if (due.isEmpty()) {
        return;
      }
      events.removeAll(due);
      env.exec().transactions().incrementCommandId();
      for (Event event : due) {
        env.exec().interrupts().check();
        event.check().run();
      }
    }
  }

  /** SET CONSTRAINTS; {@code names} empty for ALL. */
  public void set(List<RelationName> names, boolean deferred) {
    if (names.isEmpty()) {
      chosen.clear();
      chosenForAll = deferred;
    }
    for (RelationName name : names) {
      chosen.put(find(name), deferred);
    }
    if (!deferred) {
      endOfStatement();
    }
  }

  private int find(RelationName name) {
    Ddl ddl = new Ddl(env);
    List<Integer> namespaces =
        name.schema() == null
            ? ddl.analyzer().searchPath().effective()
            : List.of(ddl.namespace(name.schema()));
    for (int namespace : namespaces) {
      for (CatalogRow row :
          ddl.editor.rows(
              "pg_constraint",
              CatalogEditor.CONSTRAINT_NAME,
              org.postern.executor.catalog.Catalog.name(name.name()),
              org.postern.executor.catalog.Catalog.unsigned(namespace))) {
        if (!row.bool("condeferrable")) {
          throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE, "constraint \"%s\" is not deferrable", name.name());
        }
        return row.oid("oid");
      }
    }
    throw SqlException.error(
        SqlState.UNDEFINED_OBJECT, "constraint \"%s\" does not exist", name.name());
  }
}
