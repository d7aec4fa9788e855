package org.postern.executor.sql.ast;

import java.util.List;

/** What stands between the parentheses of CREATE TABLE. */
public sealed interface TableElement extends Node
    permits TableElement.ColumnDefinition, TableElement.Like, Constraint {
  /**
   * A column.
   *
   * @param type null for a column of a typed table or a partition
   * @param compression null when absent, as is {@code collation}
   * @param foreignOptions OPTIONS of a foreign table's column
   */
  record ColumnDefinition(
      String name,
      TypeName type,
      String compression,
      List<Option> foreignOptions,
      QualifiedName collation,
      List<Constraint> constraints,
      int location)
      implements TableElement {
    public ColumnDefinition {
      foreignOptions = List.copyOf(foreignOptions);
      constraints = List.copyOf(constraints);
    }
  }

  enum LikeFeature {
    COMMENTS,
    COMPRESSION,
    CONSTRAINTS,
    DEFAULTS,
    GENERATED,
    IDENTITY,
    INDEXES,
    STATISTICS,
    STORAGE
  }

  /** {@code features}: what INCLUDING and EXCLUDING leave included. */
  record Like(RelationName relation, List<LikeFeature> features, int location)
      implements TableElement {
    public Like {
      features = List.copyOf(features);
    }
  }
}
