package org.postern.executor.session;

import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.deparse.NamePrinter;

/** Names in EXPLAIN's expressions. Columns come quoted already, so nothing is quoted here. */
final class ExplainNames implements NamePrinter {
  private final Session session;

  ExplainNames(Session session) {
    this.session = session;
  }

  @Override
  public String quote(String identifier) {
    return identifier;
  }

  @Override
  public String type(int oid, int typmod) {
    return session.typeNaming().name(oid, typmod, true);
  }

  @Override
  public String function(int oid) {
    return TypeNaming.quote(session.database().catalog().proc(oid).name());
  }

  @Override
  public String operator(int oid) {
    return session.database().catalog().operator(oid).name();
  }

  @Override
  public String relation(int oid) {
    return TypeNaming.quote(session.database().relations().relation(oid).name());
  }

  @Override
  public String output(int type, Object value) {
    return session.execEnvironment().exprs().output(type, value, session.types()).toString();
  }

  @Override
  public String field(int type, int number) {
    TypeEntry entry = session.database().catalog().type(type);
    if (entry.relation() == 0) {
      return "f" + number;
    }
    ColumnEntry column = session.database().relations().relation(entry.relation()).column(number);
    return TypeNaming.quote(column.name());
  }
}
