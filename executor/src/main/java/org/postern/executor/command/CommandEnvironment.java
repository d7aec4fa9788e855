package org.postern.executor.command;

import java.util.function.Supplier;
import org.postern.executor.analyze.AnalyzerEnvironment;
import org.postern.executor.catalog.ExprText;
import org.postern.executor.catalog.HeapCatalogStore;
import org.postern.executor.exec.ExecEnvironment;
import org.postern.executor.expr.SqlValues;
import org.postern.executor.plan.PlannerEnvironment;
import org.postern.storage.lock.LockManager;

/**
 * What utility commands work with.
 *
 * @param analyzer gives the environment with the present search path and settings
 * @param database the database's oid
 * @param sequences this session's sequence state
 */
public record CommandEnvironment(
    ExecEnvironment exec,
    Supplier<AnalyzerEnvironment> analyzer,
    PlannerEnvironment planner,
    HeapCatalogStore store,
    ExprText exprText,
    LockManager locks,
    RelationFiles files,
    DatabaseFiles databases,
    CommandSession session,
    Notices notices,
    SqlValues sqlValues,
    Sequences sequences,
    int database) {}
