package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Assignments to a field of a composite column or to elements of an array: the whole column's new
 * value, made from the old one.
 *
 * <p>Source: PostgreSQL documentation, sections 8.15.4 "Modifying Arrays" and 8.16.4 "Modifying
 * Composite Types".
 */
final class PartialAssignments {
  private final ExpressionAnalyzer expressions;
  private final Scope scope;
  private final String column;
  private final int location;

  PartialAssignments(ExpressionAnalyzer expressions, Scope scope, String column, int location) {
    this.expressions = expressions;
    this.scope = scope;
    this.column = column;
    this.location = location;
  }

  /** {@code base}: the value before, of the given type; {@code value} goes where the steps lead. */
  Expr assign(Expr base, int type, List<Indirection.Step> steps, Expr value) {
    return steps.getFirst() instanceof Indirection.Field field
        ? field(base, type, field.name(), steps.subList(1, steps.size()), value)
        : element(base, type, steps, value);
  }

  private Expr field(Expr base, int type, String name, List<Indirection.Step> rest, Expr value) {
    TypeEntry entry = expressions.catalog.type(expressions.catalog.baseType(type));
    if (entry.kind() != 'c') {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "cannot assign to field \"%s\" of column \"%s\" because its type %s is not a"
                  + " composite type",
              name,
              column,
              expressions.coercion.name(type))
          .withPosition(location + 1);
    }
    RelationEntry relation = expressions.env.relations().relation(entry.relation());
    ColumnEntry target = relation.column(name);
    if (target == null) {
      throw SqlException.error(
              SqlState.UNDEFINED_COLUMN,
              "cannot assign to field \"%s\" of column \"%s\" because there is no such column in"
                  + " data type %s",
              name,
              column,
              expressions.coercion.name(type))
          .withPosition(location + 1);
    }
    List<Integer> types = new ArrayList<>();
    int number = 0;
    for (ColumnEntry c : relation.columns()) {
      if (!c.dropped()) {
        types.add(c.type());
        if (c == target) {
          number = types.size();
        }
      }
    }
    Expr part =
        rest.isEmpty()
            ? converted(value, target.type(), target.typmod(), name)
            : assign(
                new Expr.Field(
                    base, target.number(), target.type(), target.typmod(), target.collation()),
                target.type(),
                rest,
                value);
    return new Expr.FieldStore(base, List.of(number), List.of(part), types, type);
  }

  private Expr converted(Expr value, int type, int typmod, String field) {
    Expr converted =
        expressions.coercion.toTarget(
            value,
            type,
            typmod,
            Coercion.Context.ASSIGNMENT,
            Expr.CastForm.IMPLICIT,
            ExpressionAnalyzer.located(value, -1));
    if (converted == null) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "subfield \"%s\" is of type %s but expression is of type %s",
              field,
              expressions.coercion.name(type),
              expressions.coercion.name(value.type()))
          .withHint("You will need to rewrite or cast the expression.")
          .withPosition(ExpressionAnalyzer.located(value, location) + 1);
    }
    return converted;
  }

  private Expr element(Expr base, int type, List<Indirection.Step> steps, Expr value) {
    int containerType = expressions.catalog.baseType(type);
    if (containerType == TypeOid.JSONB) {
      return jsonb(base, type, steps, value);
    }
    TypeEntry entry = expressions.catalog.type(containerType);
    if (!entry.isTrueArray()
        && containerType != TypeOid.OIDVECTOR
        && containerType != TypeOid.INT2VECTOR) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "cannot subscript type %s because it does not support subscripting",
              expressions.coercion.name(type))
          .withPosition(location + 1);
    }
    int end = 0;
    boolean slice = false;
    while (end < steps.size() && !(steps.get(end) instanceof Indirection.Field)) {
      slice |= steps.get(end) instanceof Indirection.Slice;
      end++;
    }
    List<Expr> upper = new ArrayList<>();
    List<Expr> lower = new ArrayList<>();
    ColumnReferences references = new ColumnReferences(expressions);
    for (Indirection.Step step : steps.subList(0, end)) {
      switch (step) {
        case Indirection.Subscript s -> {
          upper.add(references.index(s.index(), scope));
          if (slice) {
            lower.add(Coercion.integer(1));
          }
        }
        case Indirection.Slice s -> {
          upper.add(s.upper() == null ? null : references.index(s.upper(), scope));
          lower.add(s.lower() == null ? null : references.index(s.lower(), scope));
        }
        default -> throw new AssertionError(step);
      }
    }
    int element = entry.info().elementOid();
    int wanted = slice ? containerType : element;
    int collation = TypeNames.collation(expressions.catalog, wanted);
    List<Expr> uppers = Collections.unmodifiableList(upper);
    List<Expr> lowers = Collections.unmodifiableList(lower);
    Expr part;
    if (end < steps.size()) {
      Expr old =
          new Expr.Subscript(base, uppers, lowers, slice, element, wanted, -1, collation, location);
      part = assign(old, wanted, steps.subList(end, steps.size()), value);
    } else {
      part = elementValue(value, wanted);
    }
    return new Expr.SubscriptStore(
        base, uppers, lowers, slice, element, type, -1, collation, part, location);
  }

  private Expr elementValue(Expr value, int wanted) {
    Expr part =
        expressions.coercion.toTarget(
            value,
            wanted,
            -1,
            Coercion.Context.ASSIGNMENT,
            Expr.CastForm.IMPLICIT,
            ExpressionAnalyzer.located(value, -1));
    if (part == null) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "subscripted assignment to \"%s\" requires type %s but expression is of type %s",
              column,
              expressions.coercion.name(wanted),
              expressions.coercion.name(value.type()))
          .withHint("You will need to rewrite or cast the expression.")
          .withPosition(ExpressionAnalyzer.located(value, location) + 1);
    }
    return part;
  }

  /** All subscripts up to a field or the end are one path into the document. */
  private Expr jsonb(Expr base, int type, List<Indirection.Step> steps, Expr value) {
    int end = 0;
    while (end < steps.size() && !(steps.get(end) instanceof Indirection.Field)) {
      end++;
    }
    JsonbSubscripts subscripts = new JsonbSubscripts(expressions, scope);
    List<Indirection.Step> path = steps.subList(0, end);
    Expr part =
        end == steps.size()
            ? elementValue(value, TypeOid.JSONB)
            : assign(
                subscripts.read(base, path, location),
                TypeOid.JSONB,
                steps.subList(end, steps.size()),
                value);
    return subscripts.store(base, path, type, part, location);
  }
}
