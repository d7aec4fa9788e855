package org.postern.executor.sql.ast;

import java.util.List;

/** Statements prepared by name in SQL. */
public sealed interface PreparedStatement extends Statement {
  record Prepare(String name, List<TypeName> types, Statement statement, int location)
      implements PreparedStatement {
    public Prepare {
      types = List.copyOf(types);
    }
  }

  record Execute(String name, List<Expression> args, int location) implements PreparedStatement {
    public Execute {
      args = List.copyOf(args);
    }
  }

  /** {@code name} is null for ALL. */
  record Deallocate(String name, int location) implements PreparedStatement {}
}
