package org.postern.executor.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postern.executor.catalog.CatalogRow;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Finds what must go with the objects that are dropped, in an order in which nothing is removed
 * before what depends on it, and tells or refuses as RESTRICT and CASCADE ask.
 *
 * <p>Source: PostgreSQL documentation, section 5.14 "Dependency Tracking".
 */
final class DependencyWalker {
  /** Asked for rows of pg_depend. */
  interface Graph {
    List<CatalogRow> dependencies(ObjectAddress object);

    List<CatalogRow> dependents(ObjectAddress object);
  }

  /** How an object came to be dropped, strongest excuse first. */
  enum Reason {
    /** The statement names it. */
    ORIGINAL,
    /** It belongs to something that goes. */
    PART,
    /** It depends on something that goes, so that only CASCADE may drop it. */
    NORMAL
  }

  private record Found(Reason reason, ObjectAddress depender) {}

  private final Graph graph;
  private final Consumer<ObjectAddress> locker;
  private final Function<ObjectAddress, String> describer;
  private final Map<ObjectAddress, Found> found = new LinkedHashMap<>();
  private final List<ObjectAddress> stack = new ArrayList<>();
  private final List<ObjectAddress> originals = new ArrayList<>();

  /** {@code locker} locks an object before it is looked at. */
  DependencyWalker(
      Graph graph, Consumer<ObjectAddress> locker, Function<ObjectAddress, String> describer) {
    this.graph = graph;
    this.locker = locker;
    this.describer = describer;
  }

  /** Everything to remove, in that order. */
  List<ObjectAddress> walk(List<ObjectAddress> objects) {
    originals.addAll(objects);
    for (ObjectAddress object : objects) {
      visit(object, Reason.ORIGINAL, null);
    }
    return List.copyOf(found.keySet());
  }

  private void visit(ObjectAddress object, Reason reason, ObjectAddress depender) {
    if (onStack(object)) {
      return;
    }
    Found known = found.get(object);
    if (known == null) {
      for (ObjectAddress other : found.keySet()) {
        if (object.within(other)) {
          return;
        }
      }
    } else {
      if (reason.ordinal() < known.reason().ordinal()) {
        found.put(object, new Found(reason, depender));
      }
      return;
    }
    if (Dependencies.pinned(object)) {
      throw SqlException.error(
          SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
          "cannot drop %s because it is required by the database system",
          describer.apply(object));
    }
    locker.accept(object);
    if (owner(object, depender) instanceof ObjectAddress owner) {
      if (reason == Reason.ORIGINAL) {
        throw SqlException.error(
                SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                "cannot drop %s because %s requires it",
                describer.apply(object),
                describer.apply(owner))
            .withHint("You can drop %s instead.", describer.apply(owner));
      }
      visit(owner, reason, depender);
      return;
    }
    stack.add(object);
    List<CatalogRow> rows = new ArrayList<>(graph.dependents(object));
    rows.sort(
        Comparator.comparing(
                (CatalogRow row) -> Integer.toUnsignedLong(row.oid("objid")),
                Comparator.reverseOrder())
            .thenComparing(row -> row.oid("classid"))
            .thenComparing(row -> row.integer("objsubid")));
    for (CatalogRow row : rows) {
      ObjectAddress dependent = Dependencies.depender(row);
      if (dependent.within(object) && dependent.sub() != object.sub()) {
        continue;
      }
      boolean part = row.character("deptype") != Dependencies.NORMAL;
      visit(dependent, part ? Reason.PART : Reason.NORMAL, object);
    }
    stack.removeLast();
    found.put(object, new Found(reason, depender));
  }

  private boolean onStack(ObjectAddress object) {
    for (ObjectAddress other : stack) {
      if (object.within(other)) {
        return true;
      }
    }
    return false;
  }

  /** What the object is an inner part of, unless that goes anyway; else null. */
  private ObjectAddress owner(ObjectAddress object, ObjectAddress depender) {
    for (CatalogRow row : graph.dependencies(object)) {
      if (row.character("deptype") != Dependencies.INTERNAL) {
        continue;
      }
      ObjectAddress owner = Dependencies.referenced(row);
      boolean goes = depender != null && depender.within(owner) || onStack(owner);
      for (ObjectAddress original : originals) {
        goes |= owner.within(original);
      }
      for (ObjectAddress other : found.keySet()) {
        goes |= owner.within(other);
      }
      if (!goes) {
        return owner;
      }
    }
    return null;
  }

  /** Under RESTRICT throws if anything else depends on the objects; else gives the notice. */
  void report(boolean cascade, Notices notices) {
    List<ObjectAddress> order = new ArrayList<>(found.keySet());
    List<String> lines = new ArrayList<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      ObjectAddress object = order.get(i);
      Found how = found.get(object);
      if (how.reason() != Reason.NORMAL) {
        continue;
      }
      String shown = describer.apply(object);
      lines.add(
          cascade
              ? "drop cascades to " + shown
              : shown + " depends on " + describer.apply(how.depender()));
    }
    if (lines.isEmpty()) {
      return;
    }
    if (!cascade) {
      SqlException error =
          originals.size() == 1
              ? SqlException.error(
                  SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                  "cannot drop %s because other objects depend on it",
                  describer.apply(originals.getFirst()))
              : SqlException.error(
                  SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                  "cannot drop desired object(s) because other objects depend on them");
      throw error
          .withDetail(String.join("\n", lines))
          .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
    }
    if (lines.size() == 1) {
      notices.send(
          Notices.Level.NOTICE, SqlState.SUCCESSFUL_COMPLETION, lines.getFirst(), null, null);
    } else {
      notices.send(
          Notices.Level.NOTICE,
          SqlState.SUCCESSFUL_COMPLETION,
          "drop cascades to " + lines.size() + " other objects",
          String.join("\n", lines),
          null);
    }
  }
}
