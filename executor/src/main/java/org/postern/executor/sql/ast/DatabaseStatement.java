package org.postern.executor.sql.ast;

import java.util.List;

/** Databases and tablespaces. */
public sealed interface DatabaseStatement extends Statement {
  record CreateDatabase(String name, List<Option> options, int location)
      implements DatabaseStatement {
    public CreateDatabase {
      options = List.copyOf(options);
    }
  }

  record AlterDatabase(String name, List<Option> options, int location)
      implements DatabaseStatement {
    public AlterDatabase {
      options = List.copyOf(options);
    }
  }

  record RefreshCollationVersion(String name, int location) implements DatabaseStatement {}

  /** {@code setting} is a SET or a RESET. */
  record AlterDatabaseSet(String name, VariableStatement setting, int location)
      implements DatabaseStatement {}

  record DropDatabase(String name, boolean ifExists, List<Option> options, int location)
      implements DatabaseStatement {
    public DropDatabase {
      options = List.copyOf(options);
    }
  }

  record CreateTablespace(
      String name, RoleSpec owner, String directory, List<Option> options, int location)
      implements DatabaseStatement {
    public CreateTablespace {
      options = List.copyOf(options);
    }
  }

  record AlterTablespace(String name, boolean reset, List<Option> options, int location)
      implements DatabaseStatement {
    public AlterTablespace {
      options = List.copyOf(options);
    }
  }

  record DropTablespace(String name, boolean ifExists, int location) implements DatabaseStatement {}
}
