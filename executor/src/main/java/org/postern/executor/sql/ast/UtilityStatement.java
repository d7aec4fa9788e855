package org.postern.executor.sql.ast;

import java.util.List;

/** Statements that look after the database or the session and define nothing. */
public sealed interface UtilityStatement extends Statement {
  record Explain(List<Option> options, Statement statement, int location)
      implements UtilityStatement {
    public Explain {
      options = List.copyOf(options);
    }
  }

  /** VACUUM or ANALYZE: the old keywords appear as options. */
  record Vacuum(boolean analyzeOnly, List<Option> options, List<VacuumTarget> targets, int location)
      implements UtilityStatement {
    public Vacuum {
      options = List.copyOf(options);
      targets = List.copyOf(targets);
    }
  }

  record VacuumTarget(RelationName relation, List<String> columns) {
    public VacuumTarget {
      columns = List.copyOf(columns);
    }
  }

  /** {@code relation} and {@code index} are null when absent. */
  record Cluster(RelationName relation, String index, List<Option> options, int location)
      implements UtilityStatement {
    public Cluster {
      options = List.copyOf(options);
    }
  }

  enum ReindexKind {
    INDEX,
    TABLE,
    SCHEMA,
    SYSTEM,
    DATABASE
  }

  /** {@code relation} for INDEX and TABLE, {@code name} for the others. */
  record Reindex(
      ReindexKind kind, RelationName relation, String name, List<Option> options, int location)
      implements UtilityStatement {
    public Reindex {
      options = List.copyOf(options);
    }
  }

  record Checkpoint(int location) implements UtilityStatement {}

  enum DiscardKind {
    ALL,
    PLANS,
    SEQUENCES,
    TEMPORARY
  }

  record Discard(DiscardKind kind, int location) implements UtilityStatement {}

  record Listen(String channel, int location) implements UtilityStatement {}

  /** {@code channel} is null for {@code *}. */
  record Unlisten(String channel, int location) implements UtilityStatement {}

  /** {@code payload} is null when absent. */
  record Notify(String channel, String payload, int location) implements UtilityStatement {}

  /** The table lock modes, weakest first. */
  enum LockMode {
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE
  }

  record Lock(List<RelationName> relations, LockMode mode, boolean nowait, int location)
      implements UtilityStatement {
    public Lock {
      relations = List.copyOf(relations);
    }
  }

  record Truncate(
      List<RelationName> relations, boolean restartSequences, boolean cascade, int location)
      implements UtilityStatement {
    public Truncate {
      relations = List.copyOf(relations);
    }
  }

  /** Options {@code as} and {@code language}. */
  record Do(List<Option> options, int location) implements UtilityStatement {
    public Do {
      options = List.copyOf(options);
    }
  }

  record Call(CallExpression.FunctionCall call, int location) implements UtilityStatement {}

  record Load(String file, int location) implements UtilityStatement {}
}
