package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.WithClause;

/**
 * The WITH queries of one level. With RECURSIVE a name may be used before its query was analyzed:
 * then it is analyzed at its first use.
 */
final class CommonTables {
  private final List<Query.CommonTable> done = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();

  /** A query of WITH RECURSIVE that is not finished. */
  static final class Pending {
    final WithClause.CommonTable source;
    State state = State.WAITING;

    /** What a reference to itself gives, once the non-recursive term is known. */
    List<Integer> types;

    List<Integer> typmods;

    /** Where the first term's columns stand in the text. */
    final List<Integer> locations = new ArrayList<>();

    List<Integer> collations;
    List<String> names;
    int references;

    /** Columns added by SEARCH and CYCLE, which names do not reach. */
    List<String> extraNames = List.of();

    List<Integer> extraTypes = List.of();

    Pending(WithClause.CommonTable source) {
      this.source = source;
    }
  }

  /** How far the analysis of a query has come. */
  enum State {
    WAITING,
    NON_RECURSIVE_TERM,
    RECURSIVE_TERM,
    OTHER_QUERY
  }

  Query.CommonTable find(String name) {
    for (Query.CommonTable table : done) {
      if (table.name().equals(name)) {
        return table;
      }
    }
    return null;
  }

  Pending pending(String name) {
    for (Pending p : pending) {
      if (p.source.name().equals(name)) {
        return p;
      }
    }
    return null;
  }

  void announce(WithClause.CommonTable source) {
    pending.add(new Pending(source));
  }

  void add(Query.CommonTable table) {
    done.add(table);
    pending.removeIf(p -> p.source.name().equals(table.name()));
  }

  /** Names of a WITH without RECURSIVE, which cannot be used before their queries. */
  private List<String> later = List.of();

  void later(List<String> names) {
    later = names;
  }

  boolean isLater(String name) {
    return later.contains(name) && find(name) == null;
  }

  List<Pending> announced() {
    return List.copyOf(pending);
  }

  List<Query.CommonTable> list() {
    return List.copyOf(done);
  }
}
