package org.postern.executor.catalog;

import org.postern.executor.query.Expr;

/** A CHECK constraint of a table, ready to evaluate: Vars refer to relation 1. */
public record ConstraintEntry(int oid, String name, Expr condition) {}
