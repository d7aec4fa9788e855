package org.postern.executor.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postern.executor.session.guc.GucAction;
import org.postern.executor.session.guc.GucDescriptions;
import org.postern.executor.session.guc.GucFlag;
import org.postern.executor.session.guc.GucState;
import org.postern.executor.session.guc.GucVariable;
import org.postern.executor.sql.ast.Conversion;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.TransactionStatement;
import org.postern.executor.sql.ast.VariableStatement;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.transam.TransactionManager;

/** SET, RESET, SHOW and SET TRANSACTION. */
final class Settings {
  private final GucState state;
  private final SessionRoles roles;
  private final TransactionManager transactions;
  private final TransactionBlock block;
  private final Notices notices;

  Settings(
      GucState state,
      SessionRoles roles,
      TransactionManager transactions,
      TransactionBlock block,
      Notices notices) {
    this.state = state;
    this.roles = roles;
    this.transactions = transactions;
    this.block = block;
    this.notices = notices;
  }

  /** Runs everything but SHOW. */
  String execute(VariableStatement statement) {
    switch (statement) {
      case VariableStatement.SetVariable s -> {
        GucAction action = action(s.local());
        if (SessionRoles.handles(s.name())) {
          roles.set(s.name(), s.toDefault() ? null : text(s.values()), action);
        } else if (s.toDefault()) {
          state.reset(s.name(), roles.superuser(), action);
        } else {
          state.set(s.name(), text(s.values()), roles.superuser(), action);
        }
        return "SET";
      }
      case VariableStatement.SetFromCurrent s -> {
        state.set(s.name(), state.get(s.name()).text(), roles.superuser(), action(s.local()));
        return "SET";
      }
      case VariableStatement.SetTransaction s -> {
        if (s.session()) {
          sessionCharacteristics(s.modes());
        } else {
          if (block.state() != TransactionBlock.State.BLOCK) {
            warnNoBlock("SET TRANSACTION");
          }
          applyModes(s.modes());
        }
        return "SET";
      }
      case VariableStatement.Reset r -> {
        if (SessionRoles.handles(r.name())) {
          roles.set(r.name(), null, GucAction.SET);
        } else {
          state.reset(r.name(), roles.superuser(), GucAction.SET);
        }
        return "RESET";
      }
      case VariableStatement.ResetAll r -> {
        state.resetAll();
        return "RESET";
      }
      case VariableStatement.SetTransactionSnapshot s ->
          throw SqlException.notSupported("SET TRANSACTION SNAPSHOT");
      case VariableStatement.AlterSystem a ->
          throw new IllegalStateException("ALTER SYSTEM changes a file, not the session");
      case VariableStatement.Show s -> throw new IllegalStateException("SHOW gives rows");
      case VariableStatement.ShowAll s -> throw new IllegalStateException("SHOW ALL gives rows");
    }
  }

  private GucAction action(boolean local) {
    if (local && block.state() != TransactionBlock.State.BLOCK) {
      warnNoBlock("SET LOCAL");
    }
    return local ? GucAction.LOCAL : GucAction.SET;
  }

  private void warnNoBlock(String command) {
    notices.report(
        Severity.WARNING,
        SqlException.error(
            SqlState.NO_ACTIVE_SQL_TRANSACTION,
            "%s can only be used in transaction blocks",
            command));
  }

  /** Checks ALTER SYSTEM and hands what it wants to {@code file}; a null name means all. */
  String alterSystem(VariableStatement.AlterSystem statement, AutoFile file) {
    block.checkNotInBlock("ALTER SYSTEM");
    switch (statement.setting()) {
      case VariableStatement.SetVariable s -> {
        String value = s.toDefault() ? null : text(s.values());
        checkSystem(s.name(), value);
        file.change(s.name(), value);
      }
      case VariableStatement.Reset s -> {
        checkSystem(s.name(), null);
        file.change(s.name(), null);
      }
      case VariableStatement.ResetAll s -> {
        if (!roles.superuser()) {
          throw SqlException.error(
              SqlState.INSUFFICIENT_PRIVILEGE,
              "permission denied to perform ALTER SYSTEM RESET ALL");
        }
        file.change(null, null);
      }
      default -> throw SqlException.notSupported("this form of ALTER SYSTEM");
    }
    return "ALTER SYSTEM";
  }

  private void checkSystem(String name, String value) {
    if (!roles.superuser()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to set parameter \"%s\"", name);
    }
    if (value != null && value.indexOf('\n') >= 0) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "parameter value for ALTER SYSTEM must not contain a newline");
    }
    state.testForFile(name, value);
  }

  /** Changes postgresql.auto.conf. */
  @FunctionalInterface
  interface AutoFile {
    void change(String name, String value);
  }

  /** BEGIN's and SET TRANSACTION's modes. */
  void applyModes(List<TransactionStatement.TransactionMode> modes) {
    for (TransactionStatement.TransactionMode mode : modes) {
      switch (mode) {
        case TransactionStatement.Isolation i -> {
          IsolationLevel level = IsolationLevel.valueOf(i.level().name());
          if (level != transactions.isolationLevel()
              && transactions.snapshots().hasTransactionSnapshot()) {
            throw SqlException.error(
                SqlState.ACTIVE_SQL_TRANSACTION,
                "SET TRANSACTION ISOLATION LEVEL must be called before any query");
          }
          if (level == IsolationLevel.SERIALIZABLE) {
            throw SqlException.notSupported("isolation level SERIALIZABLE");
          }
          transactions.setIsolationLevel(level);
          state.setInternal("transaction_isolation", level.title());
        }
        case TransactionStatement.ReadOnly r -> {
          if (!r.value()
              && transactions.readOnly()
              && transactions.snapshots().hasTransactionSnapshot()) {
            throw SqlException.error(
                SqlState.ACTIVE_SQL_TRANSACTION,
                "transaction read-write mode must be set before any query");
          }
          transactions.setReadOnly(r.value());
          state.setInternal("transaction_read_only", r.value() ? "on" : "off");
        }
        case TransactionStatement.Deferrable d -> {
          // Only a serializable read-only transaction is deferred by it.
        }
      }
    }
  }

  private void sessionCharacteristics(List<TransactionStatement.TransactionMode> modes) {
    for (TransactionStatement.TransactionMode mode : modes) {
      switch (mode) {
        case TransactionStatement.Isolation i ->
            state.set(
                "default_transaction_isolation",
                IsolationLevel.valueOf(i.level().name()).title(),
                roles.superuser(),
                GucAction.SET);
        case TransactionStatement.ReadOnly r ->
            state.set(
                "default_transaction_read_only",
                r.value() ? "on" : "off",
                roles.superuser(),
                GucAction.SET);
        case TransactionStatement.Deferrable d ->
            state.set(
                "default_transaction_deferrable",
                d.value() ? "on" : "off",
                roles.superuser(),
                GucAction.SET);
      }
    }
  }

  /** The value that SET gives, as text. */
  static String text(List<Expression> values) {
    List<String> parts = new ArrayList<>();
    for (Expression value : values) {
      parts.add(text(value, values.size() > 1));
    }
    return String.join(", ", parts);
  }

  private static String text(Expression value, boolean inList) {
    return switch (value) {
      case Literal.StringLiteral s -> inList ? TypeNaming.quote(s.value()) : s.value();
      case Literal.IntegerLiteral i -> Integer.toString(i.value());
      case Literal.NumericLiteral n -> n.text();
      case Literal.BooleanLiteral b -> b.value() ? "true" : "false";
      case Reference.ColumnRef c -> String.join(".", c.names());
      case Conversion.Cast c -> text(c.arg(), inList);
      default -> throw SqlException.notSupported("an expression as a setting's value");
    };
  }

  /** SHOW: the canonical name and the value. */
  GucVariable show(String name) {
    return state.get(name);
  }

  /** SHOW ALL. */
  List<List<String>> showAll() {
    GucDescriptions descriptions = GucDescriptions.load();
    List<List<String>> rows = new ArrayList<>();
    for (GucVariable variable : state.all()) {
      String name = variable.definition().name();
      if (!variable.definition().has(GucFlag.NO_SHOW_ALL)) {
        rows.add(Arrays.asList(name, variable.show(), descriptions.brief(name)));
      }
    }
    return rows;
  }
}
