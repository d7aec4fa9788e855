package org.postern.executor.session;

import org.postern.executor.catalog.AccessRights;
import org.postern.executor.command.CommandEnvironment;
import org.postern.executor.command.CommandSession;
import org.postern.executor.command.ConstraintQueue;
import org.postern.executor.command.DatabaseFiles;
import org.postern.executor.command.Notices.Level;
import org.postern.executor.command.RelationFiles;
import org.postern.executor.command.Sequences;
import org.postern.executor.command.TemporarySchema;
import org.postern.executor.command.UtilityCommands;
import org.postern.executor.deparse.NamePrinter;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.session.guc.GucVariable;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.VariableStatement;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The utility commands as a session runs them. */
public final class SessionUtility implements Utility {
  private final Session session;
  private final UtilityCommands commands;
  private final CommandEnvironment environment;

  /** What the commands need beyond the session itself. */
  public interface Services {
    RelationFiles files();

    DatabaseFiles databases();

    /** CHECKPOINT. */
    void checkpoint();

    /** The secret to store for a password. */
    String passwordSecret(String role, String password);

    /** DISCARD of plans and of temporary tables; sequences are done here. */
    void discard(String what);

    /** Writes a setting to postgresql.auto.conf; a null value removes it, a null name all. */
    void alterSystem(String name, String value);

    /** A table was vacuumed: so many rows live in it, so many dead ones are left. */
    default void vacuumed(int database, int table, double live, long dead) {}

    /** A table was analyzed: so many rows live in it. */
    default void analyzed(int database, int table, double live) {}
  }

  private final Services services;

  public SessionUtility(Session session, Sequences sequences, Services services) {
    this.services = services;
    this.session = session;
    this.environment =
        new CommandEnvironment(
            session.execEnvironment(),
            session::analyzerEnvironment,
            session.plannerEnvironment(),
            session.database().store(),
            session.database().exprText(),
            session.services().locks(),
            services.files(),
            services.databases(),
            new Adapter(session, sequences, services),
            this::notice,
            session.sqlValues(),
            sequences,
            session.database().oid());
    this.commands = new UtilityCommands(environment);
  }

  @Override
  public CommandEnvironment environment() {
    return environment;
  }

  @Override
  public String execute(Statement statement, String text) {
    return commands.execute(statement).tag();
  }

  @Override
  public void alterSystem(String name, String value) {
    services.alterSystem(name, value);
  }

  private void notice(Level level, SqlState state, String message, String detail, String hint) {
    Severity severity =
        switch (level) {
          case NOTICE -> Severity.NOTICE;
          case WARNING -> Severity.WARNING;
          case INFO -> Severity.INFO;
        };
    SqlException report = SqlException.error(state, message);
    if (detail != null) {
      report.withDetail(detail);
    }
    if (hint != null) {
      report.withHint(hint);
    }
    session.notices().report(severity, report);
  }

  private record Adapter(Session session, Sequences sequences, Services services)
      implements CommandSession {
    @Override
    public int currentRole() {
      return session.roles().current();
    }

    @Override
    public int sessionRole() {
      return session.roles().session();
    }

    @Override
    public AccessRights rights() {
      return session.roles().rights();
    }

    @Override
    public NamePrinter storedNames() {
      return new StoredNames(session.analyzerEnvironment());
    }

    @Override
    public String typeName(int oid, int typmod) {
      return session.typeNaming().name(oid, typmod, true);
    }

    @Override
    public TemporarySchema temporary() {
      return session.temporary();
    }

    @Override
    public void inSchema(int namespace, Runnable action) {
      session.searchPath().inSchema(namespace, action);
    }

    @Override
    public ConstraintQueue constraints() {
      return session.constraints();
    }

    @Override
    public long generation() {
      return session.database().generation();
    }

    @Override
    public void checkAccess(PlannedStatement plan) {
      session.checkAccess(plan);
    }

    @Override
    public boolean inTransactionBlock() {
      return session.block().state() == TransactionBlock.State.BLOCK;
    }

    @Override
    public void restartTransaction() {
      session.block().finishStatement(false);
      session.block().startStatement();
    }

    @Override
    public void discard(String what) {
      if (what.equals("ALL") || what.equals("SEQUENCES")) {
        sequences.discard();
      }
      if (what.equals("ALL") || what.equals("TEMPORARY")) {
        session.temporary().empty(session.utility().environment());
      }
      services.discard(what);
    }

    @Override
    public void checkpoint() {
      services.checkpoint();
    }

    @Override
    public String passwordSecret(String role, String password) {
      return services.passwordSecret(role, password);
    }

    @Override
    public String setting(String name) {
      return session.settings().text(name);
    }

    @Override
    public void vacuumed(int table, boolean shared, double live, long dead) {
      services.vacuumed(shared ? 0 : session.database().oid(), table, live, dead);
    }

    @Override
    public void analyzed(int table, boolean shared, double live) {
      services.analyzed(shared ? 0 : session.database().oid(), table, live);
    }

    @Override
    public String settingText(VariableStatement.SetVariable statement) {
      return Settings.text(statement.values());
    }

    @Override
    public String settingName(String name) {
      GucVariable variable = session.settings().find(name);
      return variable == null ? name : variable.definition().name();
    }

    @Override
    public void testSetting(String name, String value) {
      session.settings().test(name, value, session.identity().superuser());
    }
  }
}
