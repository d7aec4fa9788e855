package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.analyze.AnalyzerEnvironment;
import org.postern.executor.analyze.RelationNames;
import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.OperatorEntry;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.parser.SqlParser;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Names and oids of the reg* types.
 *
 * <p>Source: PostgreSQL documentation, "Object Identifier Types".
 */
final class RegNames {
  private final AnalyzerEnvironment env;
  private final Catalog catalog;
  private final TypeNaming naming;

  RegNames(AnalyzerEnvironment env, TypeNaming naming) {
    this.env = env;
    this.catalog = env.catalog();
    this.naming = naming;
  }

  /** The oid of the object a name means; throws where there is none. */
  long lookup(int regType, String name) {
    return switch (regType) {
      case TypeOid.REGCLASS -> relation(name);
      case TypeOid.REGTYPE -> Integer.toUnsignedLong(type(name));
      case TypeOid.REGPROC -> function(name);
      case TypeOid.REGPROCEDURE -> signature(name);
      case TypeOid.REGNAMESPACE -> {
        int oid = catalog.namespace(parts(name).getLast());
        if (oid == 0) {
          throw SqlException.error(
              SqlState.INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", name);
        }
        yield Integer.toUnsignedLong(oid);
      }
      case TypeOid.REGROLE -> {
        int oid = catalog.role(parts(name).getLast());
        if (oid == 0) {
          throw SqlException.error(SqlState.UNDEFINED_OBJECT, "role \"%s\" does not exist", name);
        }
        yield Integer.toUnsignedLong(oid);
      }
      default -> throw SqlException.notSupported("input of type " + naming.name(regType));
    };
  }

  private long relation(String name) {
    List<String> parts = parts(name);
    String schema = parts.size() > 1 ? parts.get(parts.size() - 2) : null;
    RelationEntry found = new RelationNames(env).find(schema, parts.getLast());
    if (found == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_TABLE, "relation \"%s\" does not exist", String.join(".", parts));
    }
    return Integer.toUnsignedLong(found.oid());
  }

  private int type(String name) {
    try {
      return new TypeNames(env).resolve(SqlParser.parseTypeName(name)).type();
    } catch (SqlException e) {
      // Its position is one in the name, not in the query.
      throw e.withPosition(0);
    }
  }

  private long function(String name) {
    List<String> parts = parts(name);
    ProcEntry found = null;
    for (ProcEntry proc : catalog.procs(parts.getLast())) {
      boolean visible =
          parts.size() > 1
              ? proc.namespace() == catalog.namespace(parts.get(parts.size() - 2))
              : env.searchPath().effective().contains(proc.namespace());
      if (visible) {
        if (found != null) {
          throw SqlException.error(
              SqlState.AMBIGUOUS_FUNCTION, "more than one function named \"%s\"", name);
        }
        found = proc;
      }
    }
    if (found == null) {
      throw SqlException.error(SqlState.UNDEFINED_FUNCTION, "function \"%s\" does not exist", name);
    }
    return Integer.toUnsignedLong(found.oid());
  }

  /** A function by its name and argument types, as in {@code lpad(text, integer)}. */
  private long signature(String text) {
    int open = text.indexOf('(');
    if (open < 0 || !text.endsWith(")")) {
      throw SqlException.error(SqlState.INVALID_TEXT_REPRESENTATION, "expected a left parenthesis");
    }
    List<Integer> types = new ArrayList<>();
    String list = text.substring(open + 1, text.length() - 1).trim();
    for (String type : list.isEmpty() ? new String[0] : list.split(",(?![^(]*\\))")) {
      types.add(type(type.trim()));
    }
    List<String> parts = parts(text.substring(0, open).trim());
    for (ProcEntry proc : catalog.procs(parts.getLast())) {
      boolean visible =
          parts.size() > 1
              ? proc.namespace() == catalog.namespace(parts.get(parts.size() - 2))
              : env.searchPath().effective().contains(proc.namespace());
      if (visible && proc.argTypes().equals(types)) {
        return Integer.toUnsignedLong(proc.oid());
      }
    }
    throw SqlException.error(SqlState.UNDEFINED_FUNCTION, "function \"%s\" does not exist", text);
  }

  /** A possibly quoted and qualified name taken apart. */
  private static List<String> parts(String name) {
    Expression parsed = SqlParser.parseExpression(name);
    if (parsed instanceof Reference.ColumnRef ref && !ref.star()) {
      return ref.names();
    }
    throw SqlException.error(SqlState.INVALID_NAME, "invalid name syntax");
  }

  /** How a reg* type shows an oid, or null for an oid without object. */
  String name(int regType, long value) {
    int oid = (int) value;
    return switch (regType) {
      case TypeOid.REGCLASS -> {
        RelationEntry relation = env.relations().relation(oid);
        yield relation == null
            ? null
            : qualified(relation.namespace(), relation.name(), isVisibleRelation(relation));
      }
      case TypeOid.REGTYPE -> catalog.typeOrNull(oid) == null ? null : naming.name(oid);
      case TypeOid.REGPROC -> {
        ProcEntry proc = catalog.procOrNull(oid);
        yield proc == null
            ? null
            : qualified(
                proc.namespace(),
                proc.name(),
                env.searchPath().effective().contains(proc.namespace()));
      }
      case TypeOid.REGPROCEDURE -> {
        ProcEntry proc = catalog.procOrNull(oid);
        yield proc == null ? null : procedure(proc);
      }
      case TypeOid.REGOPER -> oid == 0 ? "0" : operator(oid).name();
      case TypeOid.REGOPERATOR -> {
        OperatorEntry operator = operator(oid);
        yield operator.name()
            + "("
            + (operator.left() == 0 ? "NONE" : naming.name(operator.left()))
            + ","
            + naming.name(operator.right())
            + ")";
      }
      case TypeOid.REGNAMESPACE -> quoted(catalog.namespaceName(oid));
      case TypeOid.REGROLE -> quoted(catalog.roleName(oid));
      default -> null;
    };
  }

  private OperatorEntry operator(int oid) {
    return catalog.operator(oid);
  }

  private static String quoted(String name) {
    return name == null ? null : TypeNaming.quote(name);
  }

  private String procedure(ProcEntry proc) {
    StringBuilder text =
        new StringBuilder(
            qualified(
                proc.namespace(),
                proc.name(),
                env.searchPath().effective().contains(proc.namespace())));
    text.append('(');
    for (int i = 0; i < proc.argTypes().size(); i++) {
      text.append(i == 0 ? "" : ",").append(naming.name(proc.argTypes().get(i)));
    }
    return text.append(')').toString();
  }

  private boolean isVisibleRelation(RelationEntry relation) {
    RelationEntry found = new RelationNames(env).find(null, relation.name());
    return found != null && found.oid() == relation.oid();
  }

  private String qualified(int namespace, String name, boolean visible) {
    String quoted = TypeNaming.quote(name);
    return visible ? quoted : TypeNaming.quote(catalog.namespaceName(namespace)) + "." + quoted;
  }
}
