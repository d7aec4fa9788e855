package org.postern.executor.command;

import org.postern.executor.sql.ast.IndexStatement;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.SequenceStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TableStatement;
import org.postern.executor.sql.ast.UtilityStatement;
import org.postern.storage.error.SqlException;

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
    Ddl ddl = new Ddl(env);
    CommandResult result = new CommandResult(run(ddl, statement));
    env.store().commandCounterIncrement();
    return result;
  }

  private static String run(Ddl ddl, Statement statement) {
    return switch (statement) {
      case TableStatement.CreateTable s -> {
        new CreateTable(ddl, s).run();
        yield "CREATE TABLE";
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
      case ObjectStatement.Drop s -> {
        new DropCommand(ddl, s).run();
        yield "DROP " + s.kind().sql();
      }
      case UtilityStatement.Truncate s -> {
        new TruncateCommand(ddl).run(s);
        yield "TRUNCATE TABLE";
      }
      default -> throw unsupported(statement);
    };
  }

  private static SqlException unsupported(Statement statement) {
    return SqlException.notSupported(statement.getClass().getSimpleName());
  }
}
