package org.postern.executor.sql.ast;

import java.util.List;

/** Composite, enum and range types, and domains. */
public sealed interface TypeStatement extends Statement {
  record CreateComposite(
      QualifiedName name, List<TableElement.ColumnDefinition> columns, int location)
      implements TypeStatement {
    public CreateComposite {
      columns = List.copyOf(columns);
    }
  }

  record CreateEnum(QualifiedName name, List<String> labels, int location)
      implements TypeStatement {
    public CreateEnum {
      labels = List.copyOf(labels);
    }
  }

  record CreateRange(QualifiedName name, List<Option> options, int location)
      implements TypeStatement {
    public CreateRange {
      options = List.copyOf(options);
    }
  }

  /** {@code neighbor} is null when the label goes to the end. */
  record AddEnumLabel(
      QualifiedName name,
      String label,
      boolean ifNotExists,
      String neighbor,
      boolean after,
      int location)
      implements TypeStatement {}

  record RenameEnumLabel(QualifiedName name, String from, String to, int location)
      implements TypeStatement {}

  record AlterTypeOptions(QualifiedName name, List<Option> options, int location)
      implements TypeStatement {
    public AlterTypeOptions {
      options = List.copyOf(options);
    }
  }

  record CreateDomain(
      QualifiedName name,
      TypeName type,
      QualifiedName collation,
      List<Constraint> constraints,
      int location)
      implements TypeStatement {
    public CreateDomain {
      constraints = List.copyOf(constraints);
    }
  }

  enum DomainChange {
    SET_DEFAULT,
    DROP_DEFAULT,
    SET_NOT_NULL,
    DROP_NOT_NULL,
    ADD_CONSTRAINT,
    DROP_CONSTRAINT,
    VALIDATE_CONSTRAINT
  }

  /** Only what the change needs is not null. */
  record AlterDomain(
      QualifiedName name,
      DomainChange change,
      Expression value,
      Constraint constraint,
      String constraintName,
      boolean ifExists,
      boolean cascade,
      int location)
      implements TypeStatement {}
}
