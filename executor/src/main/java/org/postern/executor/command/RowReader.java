package org.postern.executor.command;

import java.util.HashSet;
import java.util.Set;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.row.RowDecoder;
import org.postern.executor.types.Physical;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TupleBatch;

/**
 * Reads stored rows of a table as batches with one column per attribute, of which only the needed
 * ones are filled, and compiles expressions over such batches.
 */
final class RowReader {
  private final Ddl ddl;
  private final RelationEntry relation;
  private final RowDecoder decoder;
  private final Set<Integer> needed = new HashSet<>();
  private final Vector[] vectors;

  RowReader(Ddl ddl, RelationEntry relation) {
    this.ddl = ddl;
    this.relation = relation;
    TableHandle handle = ddl.env.exec().handles().table(relation);
    this.decoder =
        new RowDecoder(
            ddl.env.exec().handles().shape(relation),
            (base, offset) -> ddl.env.exec().heap().detoast(handle, base, offset));
    this.vectors = new Vector[relation.columns().size()];
    for (int i = 0; i < vectors.length; i++) {
      ColumnEntry column = relation.columns().get(i);
      Physical physical =
          column.dropped() ? Physical.BYTES : ddl.catalog.type(column.type()).physical();
      vectors[i] = Vectors.create(physical, 4);
    }
  }

  /** A column of the relation as an expression. */
  static Expr var(RelationEntry relation, int number) {
    ColumnEntry c = relation.column(number);
    return new Expr.Var(1, number, c.type(), c.typmod(), c.collation(), 0, -1);
  }

  /** Notes the columns an expression reads. */
  void need(Expr expr) {
    ExprTrees.walk(
        expr,
        e -> {
          if (e instanceof Expr.Var v) {
            if (v.column() == 0) {
              needAll();
            } else {
              needed.add(v.column());
            }
          }
        });
  }

  void needAll() {
    for (ColumnEntry column : relation.columns()) {
      if (!column.dropped()) {
        needed.add(column.number());
      }
    }
  }

  /** Compiles an expression over the table's columns. */
  Evaluator compile(Expr expr) {
    need(expr);
    Expr slots =
        ExprTrees.transform(
            expr,
            e ->
                !(e instanceof Expr.Var v)
                    ? e
                    : v.column() == -6
                        ? new Expr.Const(
                            v.type(), -1, 0, Integer.toUnsignedLong(relation.oid()), -1)
                        : new Expr.Slot(v.column() - 1, v.type(), v.typmod(), v.collation()));
    return new ExprCompiler(ddl.env.exec().exprs()).compile(slots);
  }

  /** The tuples as a batch, valid until the next call or until {@code tuples} is refilled. */
  Batch decode(TupleBatch tuples) {
    Batch batch = new Batch(vectors);
    batch.reset();
    int count = tuples.count();
    for (Vector vector : vectors) {
      vector.ensureCapacity(count);
    }
    for (int row = 0; row < count; row++) {
      decoder.set(tuples.data(), tuples.offset(row));
      for (int i = 0; i < vectors.length; i++) {
        if (needed.contains(i + 1)) {
          decoder.get(i, vectors[i], row);
        } else {
          vectors[i].setNull(row);
        }
      }
    }
    batch.count = count;
    return batch;
  }
}
