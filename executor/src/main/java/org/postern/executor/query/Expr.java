package org.postern.executor.query;

import java.util.List;
import org.postern.executor.types.TypeOid;

/**
 * A bound expression: every name is an oid or a column number, every conversion is explicit.
 *
 * <p>{@code type} is the result's type oid, {@code typmod} its modifier (-1 none), {@code
 * collation} its collation's oid (0 none). Locations are 0-based offsets into the query text, -1
 * unknown; they take no part in comparing expressions, see {@link ExprTrees#same}.
 */
public sealed interface Expr {
  int type();

  int typmod();

  int collation();

  /** How a cast came to be, which decides how it is printed. */
  enum CastForm {
    CALL,
    EXPLICIT,
    IMPLICIT
  }

  /** A constant; {@code value} null is SQL NULL. */
  record Const(int type, int typmod, int collation, Object value, int location) implements Expr {
    public static Const ofNull(int type) {
      return new Const(type, -1, 0, null, -1);
    }
  }

  /**
   * A column of a range table entry: {@code relation} is its 1-based index in the range table of
   * the query {@code levelsUp} levels out; {@code column} 0 is the whole row, negative a system
   * column.
   */
  record Var(
      int relation, int column, int type, int typmod, int collation, int levelsUp, int location)
      implements Expr {}

  /** A parameter: {@code $number} of the client, or a slot the executor fills. */
  record Param(Kind kind, int number, int type, int typmod, int collation, int location)
      implements Expr {
    /** Who sets the value. */
    public enum Kind {
      EXTERNAL,
      EXECUTOR
    }
  }

  /** A function call. */
  record Call(
      int function,
      int type,
      int typmod,
      int collation,
      int inputCollation,
      boolean returnsSet,
      boolean variadic,
      CastForm form,
      List<Expr> args,
      int location)
      implements Expr {}

  /** An operator, by the oid of its row and of the function behind it. */
  record Op(
      int operator,
      int function,
      int type,
      int collation,
      int inputCollation,
      boolean returnsSet,
      List<Expr> args,
      int location)
      implements Expr {
    @Override
    public int typmod() {
      return -1;
    }
  }

  /** {@code a IS DISTINCT FROM b}, by the equality operator. */
  record Distinct(
      int operator, int function, int inputCollation, Expr left, Expr right, int location)
      implements Expr {
    @Override
    public int type() {
      return TypeOid.BOOL;
    }

    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** {@code NULLIF(a, b)}, by the equality operator. */
  record NullIf(
      int operator,
      int function,
      int type,
      int typmod,
      int collation,
      int inputCollation,
      Expr left,
      Expr right,
      int location)
      implements Expr {}

  /** {@code a op ANY (array)} or {@code ALL}. */
  record ArrayOp(
      int operator,
      int function,
      boolean any,
      int inputCollation,
      Expr left,
      Expr array,
      int location)
      implements Expr {
    @Override
    public int type() {
      return TypeOid.BOOL;
    }

    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** AND, OR, NOT. */
  record Bool(Kind kind, List<Expr> args, int location) implements Expr {
    /** Which connective. */
    public enum Kind {
      AND,
      OR,
      NOT
    }

    @Override
    public int type() {
      return TypeOid.BOOL;
    }

    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** {@code IS [NOT] NULL}; {@code row} for a composite argument tested field by field. */
  record NullTest(Expr arg, boolean isNull, boolean row, int location) implements Expr {
    @Override
    public int type() {
      return TypeOid.BOOL;
    }

    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** {@code IS [NOT] TRUE / FALSE / UNKNOWN}. */
  record BoolTest(Expr arg, Kind kind, int location) implements Expr {
    /** What is tested. */
    public enum Kind {
      IS_TRUE,
      IS_NOT_TRUE,
      IS_FALSE,
      IS_NOT_FALSE,
      IS_UNKNOWN,
      IS_NOT_UNKNOWN
    }

    @Override
    public int type() {
      return TypeOid.BOOL;
    }

    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** CASE; {@code arg} null for the searched form, otherwise whens hold {@link CaseTest}. */
  record Case(
      int type, int typmod, int collation, Expr arg, List<When> whens, Expr otherwise, int location)
      implements Expr {
    /** One arm. */
    public record When(Expr condition, Expr result) {}
  }

  /** The value of the enclosing CASE's argument. */
  record CaseTest(int type, int typmod, int collation) implements Expr {}

  /** COALESCE. */
  record Coalesce(int type, int typmod, int collation, List<Expr> args, int location)
      implements Expr {}

  /** GREATEST and LEAST, by the type's default comparison function. */
  record MinMax(
      boolean greatest,
      int type,
      int typmod,
      int collation,
      int inputCollation,
      List<Expr> args,
      int location)
      implements Expr {}

  /** A cast that changes no bit. */
  record Relabel(Expr arg, int type, int typmod, int collation, CastForm form, int location)
      implements Expr {}

  /** A cast through the text form. */
  record CoerceViaIo(Expr arg, int type, int collation, CastForm form, int location)
      implements Expr {
    @Override
    public int typmod() {
      return -1;
    }
  }

  /** A cast of an array, element by element; {@code element} casts a {@link CaseTest}. */
  record ArrayCoerce(
      Expr arg, Expr element, int type, int typmod, int collation, CastForm form, int location)
      implements Expr {}

  /** {@code ARRAY[…]}; nested when the elements are arrays of the same type. */
  record Array(
      int type, int elementType, int collation, List<Expr> elements, boolean nested, int location)
      implements Expr {
    @Override
    public int typmod() {
      return -1;
    }
  }

  /** {@code ROW(…)}. */
  record Row(int type, List<Expr> fields, List<String> names, int location) implements Expr {
    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** Comparison of two rows by {@code < <= > >=}, column by column. */
  record RowCompare(
      String operator, List<Integer> operators, List<Expr> left, List<Expr> right, int location)
      implements Expr {
    @Override
    public int type() {
      return TypeOid.BOOL;
    }

    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** One field, 1-based, of a composite value. */
  record Field(Expr arg, int field, int type, int typmod, int collation) implements Expr {}

  /**
   * {@code container[…]}; {@code lower} is empty except for slices, whose open ends are null;
   * {@code elementType} is 0 for jsonb, whose subscripts are integers and texts.
   */
  record Subscript(
      Expr container,
      List<Expr> upper,
      List<Expr> lower,
      boolean slice,
      int elementType,
      int type,
      int typmod,
      int collation,
      int location)
      implements Expr {}

  /** A subquery in an expression. */
  record SubLink(
      Kind kind,
      Expr test,
      List<Integer> operators,
      Query query,
      int type,
      int typmod,
      int collation,
      int location)
      implements Expr {
    /**
     * What is asked of the subquery. For ANY, ALL and COMPARE {@code test} compares with its
     * columns; COMPARE takes the only row, ROW gives it as a whole.
     */
    public enum Kind {
      EXISTS,
      ANY,
      ALL,
      SCALAR,
      ARRAY,
      COMPARE,
      ROW
    }
  }

  /** The value of a column of the subquery inside a {@link SubLink} test. */
  record SubLinkColumn(int column, int type, int typmod, int collation) implements Expr {}

  /** An aggregate call; {@code args} are the aggregated arguments, {@code direct} the others. */
  record Aggregate(
      int function,
      int type,
      int collation,
      int inputCollation,
      List<Expr> direct,
      List<Expr> args,
      List<SortKey> order,
      boolean distinct,
      Expr filter,
      boolean star,
      boolean variadic,
      int levelsUp,
      int location)
      implements Expr {
    @Override
    public int typmod() {
      return -1;
    }

    /** Order inside the aggregate: an argument's index and how it sorts. */
    public record SortKey(Expr expr, int lessOperator, boolean descending, boolean nullsFirst) {}
  }

  /**
   * A window function, or an aggregate over a window: {@code window} is the index of its window in
   * the query.
   */
  record WindowCall(
      int function,
      int type,
      int collation,
      int inputCollation,
      List<Expr> args,
      Expr filter,
      boolean star,
      boolean aggregate,
      int window,
      int location)
      implements Expr {
    @Override
    public int typmod() {
      return -1;
    }
  }

  /** {@code GROUPING(…)}: a bit for each argument that the row's grouping set leaves out. */
  record Grouping(List<Expr> args, int levelsUp, int location) implements Expr {
    @Override
    public int type() {
      return TypeOid.INT4;
    }

    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /**
   * {@code WHERE CURRENT OF}: the tid of the row that a cursor stands on, in {@code table}. {@code
   * param} is the parameter with the cursor's name, 0 for none; {@code relation} the table's index
   * in the range table.
   */
  record CurrentOf(String cursor, int param, int table, int relation) implements Expr {
    @Override
    public int type() {
      return TypeOid.BOOL;
    }

    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** A composite value with some fields, 1-based, replaced; NULL counts as a row of nulls. */
  record FieldStore(
      Expr arg, List<Integer> fields, List<Expr> values, List<Integer> fieldTypes, int type)
      implements Expr {
    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** An array with an element or slice replaced; see {@link Subscript}. */
  record SubscriptStore(
      Expr container,
      List<Expr> upper,
      List<Expr> lower,
      boolean slice,
      int elementType,
      int type,
      int typmod,
      int collation,
      Expr value,
      int location)
      implements Expr {}

  /** {@code CURRENT_DATE} and its kin. */
  record SqlValue(Kind kind, int type, int typmod, int collation, int location) implements Expr {
    /** Which one. */
    public enum Kind {
      CURRENT_DATE,
      CURRENT_TIME,
      CURRENT_TIMESTAMP,
      LOCALTIME,
      LOCALTIMESTAMP,
      CURRENT_ROLE,
      CURRENT_USER,
      USER,
      SESSION_USER,
      CURRENT_CATALOG,
      CURRENT_SCHEMA
    }
  }

  /** The next value of an identity column's sequence; needs no privilege on the sequence. */
  record NextValue(int sequence, int type) implements Expr {
    @Override
    public int typmod() {
      return -1;
    }

    @Override
    public int collation() {
      return 0;
    }
  }

  /** DEFAULT in a VALUES list or SET clause, until the column's default takes its place. */
  record Default(int type, int typmod, int collation, int location) implements Expr {}

  /** A column of the input batch: what the planner makes of a {@link Var}. */
  record Slot(int column, int type, int typmod, int collation) implements Expr {}

  /**
   * A planned {@link SubLink}: subplan number {@code plan} of the statement. {@code args} are
   * evaluated in the outer row and put into the executor parameters {@code params} before a run.
   */
  record SubPlan(
      SubLink.Kind kind,
      int plan,
      Expr test,
      List<Integer> params,
      List<Expr> args,
      int elementType,
      int type,
      int typmod,
      int collation)
      implements Expr {}
}
