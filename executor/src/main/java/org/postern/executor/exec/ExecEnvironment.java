package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.aggregate.AggregateFamily;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.Relations;
import org.postern.executor.catalog.TableHandles;
import org.postern.executor.expr.ExprEnvironment;
import org.postern.executor.functions.FunctionRegistry;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.IndexAccess;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.transam.TransactionManager;

/** What a backend's executor works with, the same for all its statements. */
public record ExecEnvironment(
    Catalog catalog,
    Relations relations,
    TableHandles handles,
    HeapAccess heap,
    IndexAccess btree,
    TransactionManager transactions,
    FunctionRegistry functions,
    List<AggregateFamily> aggregates,
    ExprEnvironment exprs,
    Interrupts interrupts,
    WorkSpace work,
    BufferCounts buffers,
    RowEvents events) {}
