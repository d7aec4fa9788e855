package org.postern.executor.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.postern.executor.aggregate.AggregateFamily;
import org.postern.executor.analyze.AnalyzerEnvironment;
import org.postern.executor.analyze.ParamTypes;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.command.ConstraintQueue;
import org.postern.executor.command.Sequences;
import org.postern.executor.command.TemporarySchema;
import org.postern.executor.exec.ConstantFolder;
import org.postern.executor.exec.ExecEnvironment;
import org.postern.executor.exec.WorkSpace;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.expr.SqlValues;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionRegistry;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.plan.PlannerEnvironment;
import org.postern.executor.plan.StatementPlanner;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.session.guc.GucState;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.sql.ast.CursorStatement;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.PreparedStatement;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TransactionStatement;
import org.postern.executor.sql.ast.TypeName;
import org.postern.executor.sql.ast.UtilityStatement;
import org.postern.executor.sql.ast.VariableStatement;
import org.postern.executor.sql.parser.SqlParser;
import org.postern.executor.types.TypeContext;
import org.postern.executor.vector.Batch;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.transam.TransactionManager;

/**
 * One client's session. Knows SQL and transactions, nothing of the wire: whoever speaks to the
 * client prepares statements here, opens portals, pulls their rows, and reports how each statement
 * ended.
 */
public final class Session implements TransactionBlock.Hooks {
  /** The catalog of settings' privileges; a lock on it stands for postgresql.auto.conf. */
  private static final int PARAMETER_ACL_CATALOG = 6243;

  private final BackendServices services;
  private final DatabaseContext database;
  private final GucState settings;
  private final SessionIdentity identity;
  private final Notices notices;
  private final TransactionBlock block;
  private final SessionTypes types;
  private final SessionSearchPath searchPath;
  private final SessionSqlValues sqlValues;
  private final AnalyzerEnvironment analyzerEnvironment;
  private final ExecEnvironment execEnvironment;
  private final PlannerEnvironment plannerEnvironment;
  private final TypeNaming typeNaming;
  private final Settings settingCommands;
  private final Sequences sequences;
  private final SessionRoles roles;
  private final TemporarySchema temporary;
  private final ConstraintQueue constraints = new ConstraintQueue();
  private final AccessChecker access;
  private final Cursors cursors = new Cursors(this);
  private final Map<String, Prepared> prepared = new HashMap<>();
  private Utility utility;

  /** Functions and aggregates of a session; the former may look at the session itself. */
  public record Code(
      Function<Session, List<FunctionFamily>> functions, List<AggregateFamily> aggregates) {}

  public Session(
      BackendServices services,
      DatabaseContext database,
      GucState settings,
      SessionIdentity identity,
      Notices notices,
      Code code) {
    this.services = services;
    this.database = database;
    this.settings = settings;
    this.identity = identity;
    this.notices = notices;
    TransactionManager transactions = services.transam().transactions();
    this.block = new TransactionBlock(transactions, settings, notices, this);
    this.types =
        new SessionTypes(settings, database.catalog(), database.relations(), transactions, notices);
    this.roles = new SessionRoles(settings, identity, database.catalog(), database.rights());
    this.access = new AccessChecker(database, roles);
    this.temporary = new TemporarySchema(transactions.slotNumber());
    this.searchPath = new SessionSearchPath(settings, database, roles, temporary);
    this.sqlValues = new SessionSqlValues(types, identity, roles, searchPath, database, cursors);
    this.analyzerEnvironment =
        new AnalyzerEnvironment(
            database.catalog(),
            database.relations(),
            searchPath,
            types,
            this::lockRelation,
            this::requireSchemaUsage,
            identity.database());
    this.sequences =
        new Sequences(
            database.catalog(),
            database.relations(),
            database.handles(),
            services.heap(),
            transactions,
            services.locks(),
            database.oid());
    sequences.guard(access::requireSequence);
    sqlValues.attach(sequences);
    this.typeNaming = new TypeNaming(database.catalog(), searchPath);
    types.attach(typeNaming, new RegNames(analyzerEnvironment, typeNaming));
    FunctionRegistry functions = new FunctionRegistry(code.functions().apply(this));
    BackendExprs exprs = new BackendExprs(database, functions);
    types.attach(exprs);
    this.execEnvironment =
        new ExecEnvironment(
            database.catalog(),
            database.relations(),
            database.handles(),
            services.heap(),
            services.btree(),
            transactions,
            functions,
            code.aggregates(),
            exprs,
            services.interrupts(),
            new WorkSpace(
                services.temporary(),
                () -> settings.integer("work_mem") * 1024L,
                () ->
                    (long)
                        (settings.integer("work_mem")
                            * 1024L
                            * settings.real("hash_mem_multiplier")),
                () -> fileLimit(settings.integer("temp_file_limit"))),
            services.buffers(),
            constraints);
    ConstantFolder folder = new ConstantFolder(database.catalog(), exprs, types);
    this.plannerEnvironment =
        new PlannerEnvironment(
            database.catalog(), database.relations(), this::blocks, folder::fold);
    this.settingCommands = new Settings(settings, roles, transactions, block, notices);
  }

  private static long fileLimit(int kilobytes) {
    return kilobytes < 0 ? -1 : kilobytes * 1024L;
  }

  public Utility utility() {
    return utility;
  }

  /** Gives the session its DDL; right after its construction. */
  public void setUtility(Utility commands) {
    utility = commands;
    constraints.attach(commands.environment());
  }

  private long blocks(int table) {
    RelationEntry entry = database.relations().relation(table);
    return services.heap().blockCount(database.handles().table(entry));
  }

  private void lockRelation(int oid, int mode) {
    RelationEntry entry = database.relations().relation(oid);
    int lockDatabase = entry != null && entry.shared() ? 0 : database.oid();
    services
        .locks()
        .acquire(LockTag.relation(lockDatabase, oid), LockMode.of(mode), false, WaitPolicy.BLOCK);
    database.invalidation().accept();
  }

  private void requireSchemaUsage(int namespace, int location) {
    if (!roles.rights().schema(roles.current(), namespace, 'U')) {
      throw SqlException.error(
              SqlState.INSUFFICIENT_PRIVILEGE,
              "permission denied for schema %s",
              database.catalog().namespaceName(namespace))
          .withPosition(location + 1);
    }
  }

  public TransactionManager transactions() {
    return services.transam().transactions();
  }

  public BackendServices services() {
    return services;
  }

  public DatabaseContext database() {
    return database;
  }

  public GucState settings() {
    return settings;
  }

  public SessionIdentity identity() {
    return identity;
  }

  public SessionRoles roles() {
    return roles;
  }

  public TransactionBlock block() {
    return block;
  }

  public TypeContext types() {
    return types;
  }

  public TypeNaming typeNaming() {
    return typeNaming;
  }

  public SessionSearchPath searchPath() {
    return searchPath;
  }

  /** What this session knows of sequences: currval and cached values. */
  public Sequences sequences() {
    return sequences;
  }

  public SqlValues sqlValues() {
    return sqlValues;
  }

  public Notices notices() {
    return notices;
  }

  public AnalyzerEnvironment analyzerEnvironment() {
    return analyzerEnvironment;
  }

  public ExecEnvironment execEnvironment() {
    return execEnvironment;
  }

  public PlannerEnvironment plannerEnvironment() {
    return plannerEnvironment;
  }

  @Override
  public void began() {
    database.activate(services);
  }

  @Override
  public void ending(boolean commit) {
    if (!commit) {
      constraints.reset();
    } else if (utility != null) {
      constraints.beforeCommit();
      temporary.committing(utility.environment());
    }
    cursors.ending(commit);
    services.temporary().endTransaction();
  }

  @Override
  public void rolledBack(int depth) {
    cursors.rolledBack(depth);
  }

  @Override
  public void released(int depth) {
    cursors.released(depth);
  }

  /** The session's cursors. */
  public Cursors cursors() {
    return cursors;
  }

  /** A statement failed: gives back what it held and ends or fails the transaction. */
  public void failed() {
    services.releaseAll().run();
    block.failed();
  }

  /** The client is gone. */
  public void close() {
    services.releaseAll().run();
    block.abandon();
    dropTemporary();
    services.locks().releaseAll();
    cursors.clear();
    services.temporary().closeAll();
    prepared.clear();
  }

  /** Temporary objects go with the session; what cannot be dropped goes when the slot is used. */
  private void dropTemporary() {
    if (temporary.oid() == 0 || utility == null) {
      return;
    }
    block.startStatement();
    try {
      temporary.empty(utility.environment());
      block.finishStatement(false);
    } catch (SqlException e) {
      notices.report(Severity.LOG, e);
      failed();
    }
  }

  /** The checks that are still to be made in this transaction. */
  public ConstraintQueue constraints() {
    return constraints;
  }

  public TemporarySchema temporary() {
    return temporary;
  }

  /** The statements of a query string. */
  public List<RawStatement> parse(String sql) {
    return SqlParser.parse(sql);
  }

  /** A statement of a simple query: no parameters, not kept. */
  public Prepared simple(String sql, RawStatement raw) {
    return new Prepared(sql, raw, List.of());
  }

  /** Parse of the extended protocol and PREPARE; an empty name replaces the last unnamed one. */
  public Prepared prepare(String name, String sql, List<Integer> paramTypes) {
    List<RawStatement> statements = SqlParser.parse(sql);
    if (statements.size() > 1) {
      throw SqlException.error(
          SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
    }
    RawStatement raw = statements.isEmpty() ? null : statements.getFirst();
    if (!name.isEmpty() && prepared.containsKey(name)) {
      throw SqlException.error(
          SqlState.DUPLICATE_PREPARED_STATEMENT, "prepared statement \"%s\" already exists", name);
    }
    Prepared made = new Prepared(sql, raw, paramTypes);
    if (raw != null) {
      checkAllowed(raw.statement());
      analyze(made, true);
    } else {
      made.paramTypes = List.of();
    }
    prepared.put(name, made);
    return made;
  }

  /** The prepared statement of this name; throws 26000. */
  public Prepared prepared(String name) {
    Prepared found = prepared.get(name);
    if (found == null) {
      throw SqlException.error(
          SqlState.INVALID_SQL_STATEMENT_NAME,
          name.isEmpty()
              ? "unnamed prepared statement does not exist"
              : "prepared statement \"%s\" does not exist".replace("%s", name));
    }
    return found;
  }

  /** All prepared statements by name; the unnamed one has an empty name. */
  public Map<String, Prepared> preparedStatements() {
    return Collections.unmodifiableMap(prepared);
  }

  /** Forgets a prepared statement; no error when there is none. */
  public void closePrepared(String name) {
    prepared.remove(name);
  }

  /** 25P02 for anything but the end of a failed block. */
  public void checkAllowed(Statement statement) {
    if (block.state() != TransactionBlock.State.FAILED) {
      return;
    }
    boolean ends =
        statement instanceof TransactionStatement.Commit
            || statement instanceof TransactionStatement.Rollback
            || statement instanceof TransactionStatement.RollbackTo
            || statement instanceof TransactionStatement.PrepareTransaction;
    if (!ends) {
      block.checkNotFailed();
    }
  }

  private static boolean isQuery(Statement statement) {
    return statement instanceof SelectStatement s
        ? IntoQueries.into(s) == null
        : statement instanceof ModifyStatement;
  }

  /** Analyzes and plans unless what is there still holds. */
  private void analyze(Prepared statement, boolean openParams) {
    if (!isQuery(statement.raw().statement())) {
      statement.paramTypes = statement.givenTypes();
      return;
    }
    database.invalidation().accept();
    String path = settings.text("search_path");
    if (statement.plan != null
        && statement.generation == database.generation()
        && path.equals(statement.searchPath)
        && statement.role == roles.current()) {
      lockTables(statement.plan);
      if (statement.generation == database.generation()) {
        return;
      }
    }
    Query query = bind(statement, openParams);
    statement.plan = new StatementPlanner(plannerEnvironment).plan(query);
    statement.generation = database.generation();
    statement.searchPath = path;
    statement.role = roles.current();
  }

  private Query bind(Prepared statement, boolean openParams) {
    ParamTypes params = new ParamTypes(statement.givenTypes(), openParams);
    QueryAnalyzer analyzer = new QueryAnalyzer(analyzerEnvironment, params);
    Query query =
        switch (statement.raw().statement()) {
          case SelectStatement s -> analyzer.analyzeSelect(s);
          case ModifyStatement s -> analyzer.analyzeModify(s);
          default -> throw new IllegalStateException("not a query");
        };
    statement.paramTypes = params.resolved();
    return query;
  }

  /** Analyzes the query of a cursor. */
  Query analyzeQuery(Prepared statement) {
    database.invalidation().accept();
    return bind(statement, !statement.givenTypes().isEmpty());
  }

  private void lockTables(PlannedStatement plan) {
    for (PlannedStatement.TableUse use : plan.tables()) {
      lockRelation(use.table(), use.lockMode());
    }
  }

  /** The result's columns, for Describe; empty for none. */
  public List<PlannedStatement.OutputColumn> describe(Prepared statement) {
    if (statement.raw() == null || statement.raw().statement() instanceof CopyStatement) {
      return List.of();
    }
    return open(statement, new Object[statement.paramTypes().size()]).columns();
  }

  /** A portal for one execution. {@code params} are scalars of the statement's types. */
  public Portal open(Prepared statement, Object[] params) {
    Statement tree = statement.raw().statement();
    if (tree instanceof CopyStatement) {
      throw new IllegalStateException("COPY is run by whoever speaks with the client");
    }
    if (isQuery(tree)) {
      analyze(statement, !statement.givenTypes().isEmpty() || statement.paramTypes != null);
      return new QueryPortal(this, statement.plan, params);
    }
    String text = statement.raw().textIn(statement.text());
    return switch (tree) {
      case TransactionStatement s ->
          new ResultPortal(List.of(), () -> ResultPortal.Result.of(transaction(s)));
      case VariableStatement.Show s -> show(s);
      case VariableStatement.ShowAll s -> showAll();
      case VariableStatement.AlterSystem s ->
          new ResultPortal(List.of(), () -> ResultPortal.Result.of(alterSystem(s)));
      case VariableStatement s ->
          new ResultPortal(List.of(), () -> ResultPortal.Result.of(settingCommands.execute(s)));
      case PreparedStatement.Prepare s -> sqlPrepare(s, statement.text());
      case PreparedStatement.Execute s -> sqlExecute(s);
      case PreparedStatement.Deallocate s -> deallocate(s);
      case UtilityStatement.Explain s -> explain(s, statement, params);
      case CursorStatement s -> cursor(s, statement, params);
      case SelectStatement s ->
          new ResultPortal(
              List.of(),
              () -> ResultPortal.Result.of(utility.execute(IntoQueries.asCreate(s), text)));
      default ->
          new ResultPortal(List.of(), () -> ResultPortal.Result.of(utility.execute(tree, text)));
    };
  }

  void checkAccess(PlannedStatement plan) {
    access.check(plan.access());
  }

  private Portal cursor(CursorStatement statement, Prepared source, Object[] params) {
    return switch (statement) {
      case CursorStatement.Declare s ->
          new ResultPortal(
              List.of(),
              () ->
                  ResultPortal.Result.of(
                      cursors.declare(
                          s,
                          source.text(),
                          new Prepared(
                              source.text(),
                              new RawStatement(s.query(), 0, 0),
                              source.givenTypes()),
                          params)));
      case CursorStatement.Fetch s -> new CursorPortal(cursors.get(s.cursor()), s);
      case CursorStatement.Close s ->
          new ResultPortal(List.of(), () -> ResultPortal.Result.of(cursors.close(s.name())));
    };
  }

  void checkWritable(PlannedStatement plan) {
    if (!plan.isReadOnly() && transactions().readOnly()) {
      throw SqlException.error(
          SqlState.READ_ONLY_SQL_TRANSACTION,
          "cannot execute %s in a read-only transaction",
          plan.command());
    }
  }

  private String transaction(TransactionStatement statement) {
    return switch (statement) {
      case TransactionStatement.Begin s -> {
        block.beginBlock();
        settingCommands.applyModes(s.modes());
        yield s.start() ? "START TRANSACTION" : "BEGIN";
      }
      case TransactionStatement.Commit s -> {
        yield s.chain() ? block.endAndChain(true) : block.commit();
      }
      case TransactionStatement.Rollback s -> {
        if (s.chain()) {
          yield block.endAndChain(false);
        }
        block.rollback();
        yield "ROLLBACK";
      }
      case TransactionStatement.Savepoint s -> {
        block.savepoint(s.name());
        yield "SAVEPOINT";
      }
      case TransactionStatement.Release s -> {
        block.release(s.name());
        yield "RELEASE";
      }
      case TransactionStatement.RollbackTo s -> {
        block.rollbackTo(s.name());
        yield "ROLLBACK";
      }
      case TransactionStatement.PrepareTransaction s ->
          throw SqlException.notSupported("PREPARE TRANSACTION");
      case TransactionStatement.CommitPrepared s ->
          throw SqlException.notSupported("COMMIT PREPARED");
      case TransactionStatement.RollbackPrepared s ->
          throw SqlException.notSupported("ROLLBACK PREPARED");
      case TransactionStatement.SetConstraints s -> {
        constraints.set(s.names(), s.deferred());
        yield "SET CONSTRAINTS";
      }
    };
  }

  private Portal show(VariableStatement.Show statement) {
    String name = settingCommands.show(statement.name()).definition().name();
    return new ResultPortal(
        List.of(ResultPortal.textColumn(name)),
        () ->
            new ResultPortal.Result(
                "SHOW", List.of(List.of(settingCommands.show(statement.name()).show()))));
  }

  /** One at a time: each writes the whole file anew. */
  private String alterSystem(VariableStatement.AlterSystem statement) {
    services
        .locks()
        .acquire(
            LockTag.object(0, PARAMETER_ACL_CATALOG, 0, 0),
            LockMode.ACCESS_EXCLUSIVE,
            false,
            WaitPolicy.BLOCK);
    return settingCommands.alterSystem(statement, utility::alterSystem);
  }

  private Portal showAll() {
    return new ResultPortal(
        List.of(
            ResultPortal.textColumn("name"),
            ResultPortal.textColumn("setting"),
            ResultPortal.textColumn("description")),
        () -> new ResultPortal.Result("SHOW", settingCommands.showAll()));
  }

  private Portal sqlPrepare(PreparedStatement.Prepare statement, String text) {
    return new ResultPortal(
        List.of(),
        () -> {
          if (prepared.containsKey(statement.name())) {
            throw SqlException.error(
                SqlState.DUPLICATE_PREPARED_STATEMENT,
                "prepared statement \"%s\" already exists",
                statement.name());
          }
          List<Integer> given = new ArrayList<>();
          QueryAnalyzer names = new QueryAnalyzer(analyzerEnvironment, ParamTypes.none());
          for (TypeName type : statement.types()) {
            given.add(names.typeNames().resolve(type).type());
          }
          Prepared made = new Prepared(text, new RawStatement(statement.statement(), 0, 0), given);
          made.fromSql = true;
          analyze(made, true);
          prepared.put(statement.name(), made);
          return ResultPortal.Result.of("PREPARE");
        });
  }

  private Portal sqlExecute(PreparedStatement.Execute statement) {
    Bound bound = bindExecute(statement);
    return open(bound.statement(), bound.values());
  }

  Bound bindExecute(PreparedStatement.Execute statement) {
    Prepared target = prepared(statement.name());
    List<Expression> args = statement.args();
    if (target.raw() == null) {
      throw SqlException.notSupported("EXECUTE of an empty statement");
    }
    int wanted = target.paramTypes().size();
    if (args.size() != wanted) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR,
              "wrong number of parameters for prepared statement \"%s\"",
              statement.name())
          .withDetail("Expected %d parameters but got %d.", wanted, args.size());
    }
    Object[] values = new Object[wanted];
    QueryAnalyzer analyzer = new QueryAnalyzer(analyzerEnvironment, ParamTypes.none());
    for (int i = 0; i < wanted; i++) {
      Expr bound = analyzer.analyzeArgument(args.get(i), target.paramTypes().get(i));
      Batch row = new Batch();
      row.count = 1;
      EvalContext context = new EvalContext(types, new Object[0], new Object[0], null, sqlValues);
      values[i] =
          new ExprCompiler(execEnvironment.exprs()).compile(bound).eval(row, context).get(0);
    }
    return new Bound(target, values);
  }

  private Portal deallocate(PreparedStatement.Deallocate statement) {
    return new ResultPortal(
        List.of(),
        () -> {
          if (statement.name() == null) {
            prepared.clear();
            return ResultPortal.Result.of("DEALLOCATE ALL");
          }
          prepared(statement.name());
          prepared.remove(statement.name());
          return ResultPortal.Result.of("DEALLOCATE");
        });
  }

  /** A prepared statement with the values EXECUTE gives it. */
  record Bound(Prepared statement, Object[] values) {}

  /** The plan of a query. */
  PlannedStatement planned(Prepared statement) {
    analyze(statement, false);
    return statement.plan;
  }

  private Portal explain(UtilityStatement.Explain statement, Prepared source, Object[] params) {
    ExplainCommand command = new ExplainCommand(this, statement);
    return new ResultPortal(
        List.of(
            new PlannedStatement.OutputColumn(
                "QUERY PLAN", command.options().outputType(), -1, 0, 0, 0)),
        () -> new ResultPortal.Result("EXPLAIN", command.run(statement, source, params)));
  }
}
