package org.postern.executor.plan;

import java.util.List;

/**
 * The privileges a statement needs, and for whom they were last found to be there: a plan that runs
 * again under the same role and unchanged catalogs is not checked again.
 */
public final class StatementAccess {
  private final List<TableAccess> tables;
  private final List<Integer> functions;
  private int role;
  private long generation = -1;

  /** {@code functions} are those called that not everybody may execute. */
  public StatementAccess(List<TableAccess> tables, List<Integer> functions) {
    this.tables = List.copyOf(tables);
    this.functions = List.copyOf(functions);
  }

  /** A statement that needs no privilege. */
  public static StatementAccess none() {
    return new StatementAccess(List.of(), List.of());
  }

  public List<TableAccess> tables() {
    return tables;
  }

  public List<Integer> functions() {
    return functions;
  }

  /** Whether the privileges were there for this role when the catalogs were as they are. */
  public boolean known(int forRole, long atGeneration) {
    return role == forRole && generation == atGeneration;
  }

  public void remember(int forRole, long atGeneration) {
    role = forRole;
    generation = atGeneration;
  }
}
