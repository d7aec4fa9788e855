package org.postern.executor.session.functions;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.OperatorEntry;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.deparse.NamePrinter;
import org.postern.executor.session.Session;
import org.postern.executor.session.TypeNaming;
import org.postern.executor.types.ByteSink;

/** Names as the session's search path makes them necessary, and what is visible in it. */
final class SessionNames implements NamePrinter {
  private final Session session;

  SessionNames(Session session) {
    this.session = session;
  }

  private Catalog catalog() {
    return session.database().catalog();
  }

  @Override
  public String quote(String identifier) {
    return TypeNaming.quote(identifier);
  }

  @Override
  public String type(int oid, int typmod) {
    return session.typeNaming().name(oid, typmod, true);
  }

  @Override
  public String function(int oid) {
    ProcEntry proc = catalog().proc(oid);
    return isVisible(proc) ? quote(proc.name()) : qualified(proc.namespace(), proc.name());
  }

  @Override
  public String operator(int oid) {
    OperatorEntry operator = catalog().operator(oid);
    boolean found = session.searchPath().effective().contains(operator.namespace());
    return found
        ? operator.name()
        : "OPERATOR("
            + quote(catalog().namespaceName(operator.namespace()))
            + "."
            + operator.name()
            + ")";
  }

  @Override
  public String relation(int oid) {
    RelationEntry relation = session.database().relations().relation(oid);
    return isVisible(relation)
        ? quote(relation.name())
        : qualified(relation.namespace(), relation.name());
  }

  /** A relation's name, always with its schema. */
  String qualifiedRelation(int oid) {
    RelationEntry relation = session.database().relations().relation(oid);
    return qualified(relation.namespace(), relation.name());
  }

  private String qualified(int namespace, String name) {
    return quote(catalog().namespaceName(namespace)) + "." + quote(name);
  }

  @Override
  public String output(int type, Object value) {
    ByteSink out = new ByteSink();
    catalog().type(type).info().io().output(value, out, session.types());
    return out.toString();
  }

  @Override
  public String field(int type, int number) {
    TypeEntry entry = catalog().type(type);
    if (entry.relation() == 0) {
      return "f" + number;
    }
    ColumnEntry column = session.database().relations().relation(entry.relation()).column(number);
    return column.name();
  }

  boolean isVisible(RelationEntry relation) {
    for (int namespace : session.searchPath().effective()) {
      int found = session.database().relations().relationByName(namespace, relation.name());
      if (found != 0) {
        return found == relation.oid();
      }
    }
    return false;
  }

  /** A function is hidden by one of the same name and arguments earlier in the path. */
  boolean isVisible(ProcEntry proc) {
    for (int namespace : session.searchPath().effective()) {
      if (namespace == proc.namespace()) {
        return true;
      }
      for (ProcEntry other : catalog().procs(proc.name())) {
        if (other.namespace() == namespace && other.argTypes().equals(proc.argTypes())) {
          return false;
        }
      }
    }
    return false;
  }

  boolean isVisible(OperatorEntry operator) {
    for (int namespace : session.searchPath().effective()) {
      if (namespace == operator.namespace()) {
        return true;
      }
      for (OperatorEntry other : catalog().operators(operator.name())) {
        boolean same = other.left() == operator.left() && other.right() == operator.right();
        if (other.namespace() == namespace && same) {
          return false;
        }
      }
    }
    return false;
  }
}
