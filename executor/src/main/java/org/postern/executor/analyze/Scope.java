package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The names one query level can use: its range table, what of it is visible now, its WITH queries,
 * and the level around it.
 */
final class Scope {
  final Scope parent;
  final List<RangeTableEntry> rangeTable = new ArrayList<>();
  List<Item> items = new ArrayList<>();
  CommonTables commonTables = new CommonTables();

  /** The clause being analyzed, for messages about what it may not contain. */
  Clause clause = Clause.NONE;

  boolean hasAggregates;

  /** The windows of the query so far: those of its WINDOW clause first. */
  final List<org.postern.executor.sql.ast.WindowDefinition> windows = new ArrayList<>();

  boolean hasWindowCalls;
  boolean hasSubLinks;
  boolean hasSetReturning;

  Scope(Scope parent) {
    this.parent = parent;
  }

  /** The parts of a statement, by the words PostgreSQL's messages use for them. */
  enum Clause {
    NONE(""),
    SELECT_LIST("SELECT"),
    WHERE("WHERE"),
    FROM_FUNCTION("functions in FROM"),
    JOIN_ON("JOIN conditions"),
    HAVING("HAVING"),
    GROUP_BY("GROUP BY"),
    ORDER_BY("ORDER BY"),
    LIMIT("LIMIT"),
    OFFSET("OFFSET"),
    FILTER("FILTER"),
    VALUES("VALUES"),
    RETURNING("RETURNING"),
    UPDATE_SOURCE("UPDATE"),
    INSERT_TARGET("INSERT"),
    CHECK("check constraints"),
    DEFAULT("DEFAULT expressions"),
    GENERATED("column generation expressions"),
    INDEX("index expressions"),
    INDEX_PREDICATE("index predicates"),
    WINDOW_PARTITION("window PARTITION BY"),
    WINDOW_ORDER("window ORDER BY"),
    WINDOW_RANGE("window RANGE"),
    WINDOW_ROWS("window ROWS"),
    WINDOW_GROUPS("window GROUPS"),
    MERGE_WHEN("MERGE WHEN conditions"),
    AGGREGATE("aggregate arguments");

    private final String words;

    Clause(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * Something columns can be named of. {@code columns} are what the names stand for at this level:
   * Vars, or for a join with USING the merged expressions.
   */
  static final class Item {
    final String name;
    final String schema;
    final int relation;
    final int rowType;
    final boolean systemColumns;
    final List<String> names;
    final List<Expr> columns;
    boolean nameVisible = true;
    boolean columnsVisible = true;
    boolean lateralOnly;
    boolean lateralOk = true;

    Item(
        String name,
        String schema,
        int relation,
        int rowType,
        boolean systemColumns,
        List<String> names,
        List<Expr> columns) {
      this.name = name;
      this.schema = schema;
      this.relation = relation;
      this.rowType = rowType;
      this.systemColumns = systemColumns;
      this.names = names;
      this.columns = columns;
    }

    /** The expression of a column, or null; throws 42702 when the name occurs twice. */
    Expr column(String column, int location) {
      Expr found = null;
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).equals(column) && columns.get(i) != null) {
          if (found != null) {
            throw ambiguousColumn(column, location);
          }
          found = columns.get(i);
        }
      }
      return found != null || !systemColumns ? found : systemColumn(column);
    }

    /** An earlier FROM item that this place may not use: LATERAL over the wrong kind of join. */
    void checkLateral(int location) {
      if (lateralOnly && !lateralOk) {
        throw SqlException.error(
                SqlState.INVALID_COLUMN_REFERENCE,
                "invalid reference to FROM-clause entry for table \"%s\"",
                name)
            .withDetail("The combining JOIN type must be INNER or LEFT for a LATERAL reference.")
            .withPosition(location + 1);
      }
    }

    private Expr systemColumn(String column) {
      return switch (column) {
        case "ctid" -> system(-1, TypeOid.TID);
        case "xmin" -> system(-2, TypeOid.XID);
        case "cmin" -> system(-3, TypeOid.CID);
        case "xmax" -> system(-4, TypeOid.XID);
        case "cmax" -> system(-5, TypeOid.CID);
        case "tableoid" -> system(-6, TypeOid.OID);
        default -> null;
      };
    }

    private Expr system(int number, int type) {
      return new Expr.Var(relation, number, type, -1, 0, 0, -1);
    }
  }

  /** Adds an entry; returns its 1-based index. */
  int add(RangeTableEntry entry) {
    rangeTable.add(entry);
    return rangeTable.size();
  }

  /** A bare column name, searched outwards; null where there is none. */
  Expr column(String name, int location) {
    int level = 0;
    for (Scope scope = this; scope != null; scope = scope.parent, level++) {
      Expr found = null;
      for (Item item : scope.items) {
        if (!item.columnsVisible || (item.lateralOnly && level > 0 && !item.lateralOk)) {
          continue;
        }
        Expr expr = item.column(name, location);
        if (expr != null) {
          if (found != null) {
            throw ambiguousColumn(name, location);
          }
          item.checkLateral(location);
          found = expr;
        }
      }
      if (found != null) {
        return at(found, level, location);
      }
    }
    return null;
  }

  /** The relation known by {@code name}, searched outwards; null where there is none. */
  Found relation(String schema, String name, int location) {
    int level = 0;
    for (Scope scope = this; scope != null; scope = scope.parent, level++) {
      Item found = null;
      for (Item item : scope.items) {
        if (!item.nameVisible || !name.equals(item.name)) {
          continue;
        }
        if (schema != null && !schema.equals(item.schema)) {
          continue;
        }
        if (found != null) {
          throw SqlException.error(
                  SqlState.AMBIGUOUS_ALIAS, "table reference \"%s\" is ambiguous", name)
              .withPosition(location + 1);
        }
        found = item;
      }
      if (found != null) {
        found.checkLateral(location);
        return new Found(found, level);
      }
    }
    return null;
  }

  /** A relation and how many levels out it was found. */
  record Found(Item item, int level) {
    Expr column(String name, int location) {
      Expr expr = item.column(name, location);
      return expr == null ? null : at(expr, level, location);
    }
  }

  /** The expression as seen from {@code level} queries further in, located at the reference. */
  static Expr at(Expr expr, int level, int location) {
    return ExprTrees.transform(
        expr,
        e ->
            e instanceof Expr.Var v
                ? new Expr.Var(
                    v.relation(),
                    v.column(),
                    v.type(),
                    v.typmod(),
                    v.collation(),
                    v.levelsUp() + level,
                    location)
                : e);
  }

  private static SqlException ambiguousColumn(String column, int location) {
    return SqlException.error(
            SqlState.AMBIGUOUS_COLUMN, "column reference \"%s\" is ambiguous", column)
        .withPosition(location + 1);
  }
}
