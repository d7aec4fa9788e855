package org.postern.executor.session;

import java.util.List;
import java.util.function.Supplier;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.BytesVector;
import org.postern.executor.vector.Vector;

/** A portal over a utility statement: it runs on the first pull and may give rows of text. */
final class ResultPortal extends Portal {
  /** What a utility statement gives. */
  record Result(String tag, List<List<String>> rows) {
    static Result of(String tag) {
      return new Result(tag, List.of());
    }
  }

  private final List<PlannedStatement.OutputColumn> columns;
  private final Supplier<Result> code;
  private Result result;
  private boolean given;

  ResultPortal(List<PlannedStatement.OutputColumn> columns, Supplier<Result> code) {
    this.columns = columns;
    this.code = code;
  }

  static PlannedStatement.OutputColumn textColumn(String name) {
    return new PlannedStatement.OutputColumn(name, TypeOid.TEXT, -1, 0, 0, 0);
  }

  @Override
  public List<PlannedStatement.OutputColumn> columns() {
    return columns;
  }

  @Override
  public Batch next() {
    if (result == null) {
      result = code.get();
    }
    if (given || result.rows().isEmpty()) {
      return null;
    }
    given = true;
    Vector[] vectors = new Vector[columns.size()];
    for (int c = 0; c < vectors.length; c++) {
      BytesVector vector = new BytesVector(result.rows().size());
      for (int r = 0; r < result.rows().size(); r++) {
        String value = result.rows().get(r).get(c);
        vector.set(r, value == null ? null : Slice.utf8(value));
      }
      vectors[c] = vector;
    }
    Batch batch = new Batch(vectors);
    batch.count = result.rows().size();
    return batch;
  }

  @Override
  public String tag(long rows) {
    return result.tag();
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
