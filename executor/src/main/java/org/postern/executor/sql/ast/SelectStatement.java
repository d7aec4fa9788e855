package org.postern.executor.sql.ast;

import java.util.List;

/**
 * A query: a body and the clauses that apply to its whole result.
 *
 * @param with null when absent
 * @param limit null when absent; {@code LIMIT ALL} is a null literal
 * @param withTies FETCH FIRST ... WITH TIES
 */
public record SelectStatement(
    WithClause with,
    QueryBody body,
    List<SortItem> orderBy,
    Expression limit,
    Expression offset,
    boolean withTies,
    List<LockingClause> locking,
    int location)
    implements Statement {
  public SelectStatement {
    orderBy = List.copyOf(orderBy);
    locking = List.copyOf(locking);
  }

  /** A body with no further clause. */
  public static SelectStatement of(QueryBody body) {
    return new SelectStatement(
        null, body, List.of(), null, null, false, List.of(), body.location());
  }

  /** How strongly FOR UPDATE and its kin lock rows, weakest first. */
  public enum LockStrength {
    KEY_SHARE,
    SHARE,
    NO_KEY_UPDATE,
    UPDATE
  }

  public enum LockWait {
    BLOCK,
    SKIP_LOCKED,
    NOWAIT
  }

  /** {@code FOR ... [OF relations]}; no relation means all of them. */
  public record LockingClause(
      LockStrength strength, List<RelationName> relations, LockWait waiting) {
    public LockingClause {
      relations = List.copyOf(relations);
    }
  }
}
