package org.postern.executor.session;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.ExprEnvironment;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.functions.FunctionRegistry;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;

/** What expressions need, answered by the catalog and the function registry. */
final class BackendExprs implements ExprEnvironment {
  private final Catalog catalog;
  private final FunctionRegistry functions;
  private final DomainChecks domains;

  BackendExprs(DatabaseContext database, FunctionRegistry functions) {
    this.catalog = database.catalog();
    this.domains = new DomainChecks(database, this);
    this.functions = functions;
  }

  @Override
  public Physical physical(int type) {
    return catalog.type(type).physical();
  }

  @Override
  public FunctionImpl function(int oid) {
    ProcEntry proc = catalog.proc(oid);
    if (proc.language() != ProcEntry.INTERNAL_LANGUAGE) {
      throw SqlException.notSupported("a function in this language: " + proc.name());
    }
    FunctionImpl impl = functions.lookup(proc.source());
    if (impl == null) {
      throw SqlException.notSupported("function " + proc.name());
    }
    return impl;
  }

  @Override
  public boolean isStrict(int function) {
    return catalog.proc(function).strict();
  }

  @Override
  public boolean takesAnything(int function) {
    return catalog.proc(function).variadic() == TypeOid.ANY;
  }

  @Override
  public boolean isDomain(int type) {
    return catalog.type(type).kind() == 'd';
  }

  @Override
  public void checkDomain(int domain, Object value, EvalContext context) {
    domains.check(domain, value, context);
  }

  @Override
  public Slice output(int type, Object value, TypeContext context) {
    if (value instanceof Slice slice && isText(type)) {
      return slice;
    }
    ByteSink out = new ByteSink();
    catalog.type(type).info().io().output(value, out, context);
    return out.toSlice();
  }

  private static boolean isText(int type) {
    return type == TypeOid.TEXT
        || type == TypeOid.VARCHAR
        || type == TypeOid.UNKNOWN
        || type == TypeOid.CSTRING;
  }

  @Override
  public Object input(int type, Slice text, int typmod, TypeContext context) {
    return catalog.type(type).info().io().input(text, typmod, context);
  }

  @Override
  public int compare(int type, Object left, Object right) {
    return catalog.type(catalog.baseType(type)).info().order().compare(left, right);
  }
}
