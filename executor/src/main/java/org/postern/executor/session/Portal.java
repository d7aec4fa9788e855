package org.postern.executor.session;

import java.util.List;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.vector.Batch;

/** A statement ready to run or running: rows are pulled batch by batch. */
public abstract class Portal {
  /** The columns of the result; empty for a statement without one. */
  public abstract List<PlannedStatement.OutputColumn> columns();

  /** The next rows, or null when the statement is complete. */
  public abstract Batch next();

  /** The command tag; valid once {@link #next} has given null. {@code rows}: rows given out. */
  public abstract String tag(long rows);

  /** Gives back what it holds after an orderly end; not called after an error. */
  public abstract void close();

  /** Whether the rows of a simple query are sent in binary form. */
  public boolean binary() {
    return false;
  }

  /** Whether the statement gives rows to the client. */
  public final boolean returnsRows() {
    return !columns().isEmpty();
  }
}
