package org.postern.executor.sql.ast;

import java.util.List;

/** A constraint of a column or a table. {@code name} is null when none was given. */
public sealed interface Constraint extends TableElement {
  String name();

  /** When and how a constraint is checked. */
  record Attributes(
      boolean deferrable, boolean initiallyDeferred, boolean notValid, boolean noInherit) {
    public static final Attributes NONE = new Attributes(false, false, false, false);
  }

  record NotNull(String name, int location) implements Constraint {}

  /** An explicit NULL, which only conflicts with NOT NULL. */
  record Nullable(String name, int location) implements Constraint {}

  record Default(String name, Expression value, int location) implements Constraint {}

  /** GENERATED ALWAYS AS (...) STORED. */
  record Generated(String name, Expression value, int location) implements Constraint {}

  record Identity(String name, boolean always, List<Option> options, int location)
      implements Constraint {
    public Identity {
      options = List.copyOf(options);
    }
  }

  record Check(String name, Expression condition, Attributes attributes, int location)
      implements Constraint {}

  /**
   * UNIQUE or PRIMARY KEY.
   *
   * @param columns empty for a column's own constraint or with USING INDEX
   * @param usingIndex an existing index, null when absent
   */
  record UniqueKey(
      String name,
      boolean primary,
      boolean nullsNotDistinct,
      List<String> columns,
      List<String> including,
      List<Option> options,
      String tablespace,
      String usingIndex,
      Attributes attributes,
      int location)
      implements Constraint {
    public UniqueKey {
      columns = List.copyOf(columns);
      including = List.copyOf(including);
      options = List.copyOf(options);
    }
  }

  record Exclusion(
      String name,
      String accessMethod,
      List<ExclusionElement> elements,
      List<String> including,
      List<Option> options,
      String tablespace,
      Expression where,
      Attributes attributes,
      int location)
      implements Constraint {
    public Exclusion {
      elements = List.copyOf(elements);
      including = List.copyOf(including);
      options = List.copyOf(options);
    }
  }

  record ExclusionElement(IndexElement element, QualifiedName operator) {}

  enum MatchType {
    SIMPLE,
    FULL
  }

  enum ReferentialAction {
    NO_ACTION,
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT
  }

  /**
   * A foreign key.
   *
   * @param columns empty for a column's own constraint
   * @param deleteSetColumns the columns that ON DELETE SET NULL or SET DEFAULT names
   */
  record ForeignKey(
      String name,
      List<String> columns,
      RelationName referenced,
      List<String> referencedColumns,
      MatchType match,
      ReferentialAction onUpdate,
      ReferentialAction onDelete,
      List<String> deleteSetColumns,
      Attributes attributes,
      int location)
      implements Constraint {
    public ForeignKey {
      columns = List.copyOf(columns);
      referencedColumns = List.copyOf(referencedColumns);
      deleteSetColumns = List.copyOf(deleteSetColumns);
    }
  }
}
