package org.postern.executor.command;

import org.postern.executor.sql.ast.AlterTableStatement;
import org.postern.executor.sql.ast.DatabaseStatement;
import org.postern.executor.sql.ast.IndexStatement;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.PrivilegeStatement;
import org.postern.executor.sql.ast.RoleStatement;
import org.postern.executor.sql.ast.SchemaStatement;
import org.postern.executor.sql.ast.SequenceStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TableStatement;
import org.postern.executor.sql.ast.TypeStatement;
import org.postern.executor.sql.ast.UtilityStatement;
import org.postern.executor.sql.ast.ViewStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Runs utility statements. A transaction must be open; the caller ends it. Statements about
 * transactions, settings, prepared statements and cursors belong to the session.
 */
public final class UtilityCommands {
  private final CommandEnvironment env;

  public UtilityCommands(CommandEnvironment env) {
    this.env = env;
  }

  /** Runs a statement and tells its tag; throws 0A000 for what is not supported. */
  public CommandResult execute(Statement statement) {
    refuseReadOnly(statement);
    Ddl ddl = new Ddl(env);
    CommandResult result = new CommandResult(run(ddl, statement));
    env.store().commandCounterIncrement();
    return result;
  }

  private void refuseReadOnly(Statement statement) {
    boolean harmless =
        statement instanceof UtilityStatement.Lock
            || statement instanceof UtilityStatement.Discard
            || statement instanceof UtilityStatement.Checkpoint;
    if (env.exec().transactions().readOnly() && !harmless) {
      throw SqlException.error(
          SqlState.READ_ONLY_SQL_TRANSACTION,
          "cannot execute %s in a read-only transaction",
          words(statement));
    }
  }

  private static String words(Statement statement) {
    return switch (statement) {
      case TableStatement.CreateTable s -> "CREATE TABLE";
      case TableStatement.CreateTableAs s -> "CREATE TABLE AS";
      case IndexStatement s -> "CREATE INDEX";
      case ViewStatement.CreateView s -> "CREATE VIEW";
      case ViewStatement s -> "CREATE MATERIALIZED VIEW";
      case SequenceStatement.CreateSequence s -> "CREATE SEQUENCE";
      case SequenceStatement.AlterSequence s -> "ALTER SEQUENCE";
      case AlterTableStatement s -> "ALTER " + s.kind().sql();
      case ObjectStatement.Drop s -> "DROP " + s.kind().sql();
      case ObjectStatement.Comment s -> "COMMENT";
      case SchemaStatement s -> "CREATE SCHEMA";
      case UtilityStatement.Truncate s -> "TRUNCATE TABLE";
      case UtilityStatement.Vacuum s -> s.analyzeOnly() ? "ANALYZE" : "VACUUM";
      case UtilityStatement.Reindex s -> "REINDEX";
      case RoleStatement s -> "ALTER ROLE";
      case PrivilegeStatement s -> "GRANT";
      default -> statement.getClass().getSimpleName();
    };
  }

  private static String run(Ddl ddl, Statement statement) {
    return switch (statement) {
      case TableStatement.CreateTable s -> {
        new CreateTable(ddl, s).run();
        yield "CREATE TABLE";
      }
      case TableStatement.CreateTableAs s -> new CreateTableAs(ddl, s).run();
      case TypeStatement s -> type(ddl, s);
      case ViewStatement.CreateMaterializedView s -> new MaterializedViews(ddl).create(s);
      case ViewStatement.RefreshMaterializedView s -> {
        new MaterializedViews(ddl).refresh(s);
        yield "REFRESH MATERIALIZED VIEW";
      }
      case ViewStatement.CreateView s -> {
        new CreateView(ddl, s).run();
        yield "CREATE VIEW";
      }
      case AlterTableStatement s -> {
        new AlterTable(ddl, s).run();
        yield "ALTER " + s.kind().sql();
      }
      case IndexStatement s -> {
        new CreateIndex(ddl, s).run();
        yield "CREATE INDEX";
      }
      case SequenceStatement.CreateSequence s -> {
        new SequenceCommands(ddl).create(s);
        yield "CREATE SEQUENCE";
      }
      case SequenceStatement.AlterSequence s -> {
        new SequenceCommands(ddl).alter(s);
        yield "ALTER SEQUENCE";
      }
      case SchemaStatement s -> {
        new Schemas(ddl).create(s, element -> run(ddl, element));
        yield "CREATE SCHEMA";
      }
      case ObjectStatement s -> object(ddl, s);
      case RoleStatement s -> role(ddl, s);
      case DatabaseStatement s -> database(ddl, s);
      case PrivilegeStatement.Grant s -> new Grants(ddl, s).run();
      case PrivilegeStatement.GrantRole s -> new Roles(ddl).grant(s);
      case PrivilegeStatement.AlterDefaultPrivileges s -> {
        new DefaultPrivileges(ddl).alter(s);
        yield "ALTER DEFAULT PRIVILEGES";
      }
      case UtilityStatement s -> utility(ddl, s);
      default -> throw unsupported(statement);
    };
  }

  private static String type(Ddl ddl, TypeStatement statement) {
    switch (statement) {
      case TypeStatement.CreateEnum s -> new TypeCommands(ddl).createEnum(s);
      case TypeStatement.CreateComposite s -> new TypeCommands(ddl).createComposite(s);
      case TypeStatement.AddEnumLabel s -> new TypeCommands(ddl).addLabel(s);
      case TypeStatement.RenameEnumLabel s -> new TypeCommands(ddl).renameLabel(s);
      case TypeStatement.CreateDomain s -> new Domains(ddl).create(s);
      case TypeStatement.AlterDomain s -> new Domains(ddl).alter(s);
      case TypeStatement.CreateRange s -> new RangeTypes(ddl).create(s);
      case TypeStatement.AlterTypeOptions s -> throw unsupported(s);
    }
    return switch (statement) {
      case TypeStatement.CreateDomain s -> "CREATE DOMAIN";
      case TypeStatement.AlterDomain s -> "ALTER DOMAIN";
      case TypeStatement.AddEnumLabel s -> "ALTER TYPE";
      case TypeStatement.RenameEnumLabel s -> "ALTER TYPE";
      default -> "CREATE TYPE";
    };
  }

  private static String object(Ddl ddl, ObjectStatement statement) {
    return switch (statement) {
      case ObjectStatement.Drop s -> {
        new DropCommand(ddl, s).run();
        yield "DROP " + s.kind().sql();
      }
      case ObjectStatement.Rename s -> "ALTER " + new Renaming(ddl).rename(s);
      case ObjectStatement.ChangeSchema s -> "ALTER " + new Renaming(ddl).changeSchema(s);
      case ObjectStatement.ChangeOwner s -> {
        changeOwner(ddl, s);
        yield "ALTER " + s.kind().sql();
      }
      case ObjectStatement.Comment s -> {
        new Comments(ddl).run(s);
        yield "COMMENT";
      }
      case ObjectStatement.DependsOnExtension s -> throw unsupported(s);
      case ObjectStatement.SecurityLabel s -> throw unsupported(s);
    };
  }

  private static void changeOwner(Ddl ddl, ObjectStatement.ChangeOwner statement) {
    switch (statement.kind()) {
      case SCHEMA ->
          new Ownership(ddl)
              .changeSchema(
                  ddl.namespace(((ObjectName.Named) statement.object()).name().name()),
                  statement.owner());
      case DATABASE -> new Databases(ddl).changeOwner(statement.object(), statement.owner());
      case TYPE, DOMAIN ->
          new Ownership(ddl)
              .changeTypeOwner(
                  TypeDefinitions.resolve(ddl, ((ObjectName.Named) statement.object()).name()),
                  statement.owner());
      default -> throw SqlException.notSupported("OWNER TO of " + statement.kind().sql());
    }
  }

  private static String role(Ddl ddl, RoleStatement statement) {
    return switch (statement) {
      case RoleStatement.CreateRole s -> {
        new Roles(ddl).create(s);
        yield "CREATE ROLE";
      }
      case RoleStatement.AlterRole s -> {
        new Roles(ddl).alter(s);
        yield "ALTER ROLE";
      }
      case RoleStatement.AlterGroup s -> {
        new Roles(ddl).alterGroup(s);
        yield "ALTER ROLE";
      }
      case RoleStatement.DropRole s -> {
        new Roles(ddl).drop(s);
        yield "DROP ROLE";
      }
      case RoleStatement.AlterRoleSet s -> {
        new StoredSettings(ddl).alter(s);
        yield "ALTER ROLE";
      }
      case RoleStatement.ReassignOwned s -> throw SqlException.notSupported("REASSIGN OWNED");
      case RoleStatement.DropOwned s -> throw SqlException.notSupported("DROP OWNED");
    };
  }

  private static String database(Ddl ddl, DatabaseStatement statement) {
    return switch (statement) {
      case DatabaseStatement.CreateDatabase s -> {
        new Databases(ddl).create(s);
        yield "CREATE DATABASE";
      }
      case DatabaseStatement.DropDatabase s -> {
        new Databases(ddl).drop(s);
        yield "DROP DATABASE";
      }
      case DatabaseStatement.AlterDatabase s -> {
        new Databases(ddl).alter(s);
        yield "ALTER DATABASE";
      }
      case DatabaseStatement.RefreshCollationVersion s -> throw unsupported(s);
      case DatabaseStatement.AlterDatabaseSet s -> {
        new StoredSettings(ddl).alter(s);
        yield "ALTER DATABASE";
      }
      case DatabaseStatement.CreateTablespace s ->
          throw SqlException.notSupported("CREATE TABLESPACE");
      case DatabaseStatement.AlterTablespace s -> throw unsupported(s);
      case DatabaseStatement.DropTablespace s -> throw unsupported(s);
    };
  }

  private static String utility(Ddl ddl, UtilityStatement statement) {
    return switch (statement) {
      case UtilityStatement.Truncate s -> {
        new TruncateCommand(ddl).run(s);
        yield "TRUNCATE TABLE";
      }
      case UtilityStatement.Vacuum s -> new VacuumCommand(ddl, s).run();
      case UtilityStatement.Lock s -> {
        new Maintenance(ddl).lock(s);
        yield "LOCK TABLE";
      }
      case UtilityStatement.Reindex s -> {
        new Maintenance(ddl).reindex(s);
        yield "REINDEX";
      }
      case UtilityStatement.Checkpoint s -> {
        new Maintenance(ddl).checkpoint();
        yield "CHECKPOINT";
      }
      case UtilityStatement.Discard s -> new Maintenance(ddl).discard(s);
      default -> throw unsupported(statement);
    };
  }

  private static SqlException unsupported(Statement statement) {
    String name = statement.getClass().getSimpleName();
    return SqlException.notSupported(name.replaceAll("(?<=[a-z])(?=[A-Z])", " "));
  }
}
