package org.postern.executor.session;

import org.postern.executor.analyze.AnalyzerEnvironment;
import org.postern.executor.analyze.SearchPath;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.OperatorEntry;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.deparse.NamePrinter;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TypeContext;

/**
 * Names as stored definitions hold them: qualified but for those of the system, values in a form
 * that no setting of a session changes.
 */
final class StoredNames implements NamePrinter {
  private final Catalog catalog;
  private final Relations relations;
  private final TypeNaming types;
  private final TypeContext context;

  StoredNames(AnalyzerEnvironment environment) {
    this.catalog = environment.catalog();
    this.relations = environment.relations();
    this.types = new TypeNaming(catalog, SearchPath.systemOnly());
    this.context =
        new StoredTypes(environment.types(), types, new RegNames(environment.ofStored(), types));
  }

  @Override
  public String quote(String identifier) {
    return TypeNaming.quote(identifier);
  }

  private String qualified(int namespace, String name) {
    return namespace == Catalog.PG_CATALOG
        ? quote(name)
        : quote(catalog.namespaceName(namespace)) + "." + quote(name);
  }

  @Override
  public String type(int oid, int typmod) {
    return types.name(oid, typmod, true);
  }

  @Override
  public String function(int oid) {
    ProcEntry proc = catalog.proc(oid);
    return qualified(proc.namespace(), proc.name());
  }

  @Override
  public String operator(int oid) {
    OperatorEntry operator = catalog.operator(oid);
    return operator.namespace() == Catalog.PG_CATALOG
        ? operator.name()
        : "OPERATOR("
            + quote(catalog.namespaceName(operator.namespace()))
            + "."
            + operator.name()
            + ")";
  }

  @Override
  public String relation(int oid) {
    RelationEntry relation = relations.relation(oid);
    return quote(catalog.namespaceName(relation.namespace())) + "." + quote(relation.name());
  }

  @Override
  public String output(int type, Object value) {
    ByteSink out = new ByteSink();
    catalog.type(type).info().io().output(value, out, context);
    return out.toString();
  }

  @Override
  public String field(int type, int number) {
    TypeEntry entry = catalog.type(type);
    if (entry.relation() == 0) {
      return "f" + number;
    }
    ColumnEntry column = relations.relation(entry.relation()).column(number);
    return column.name();
  }
}
