package org.postern.executor.sql.ast;

import java.util.List;

/** A column that receives a value, perhaps only a field or element of it. */
public record TargetColumn(String name, List<Indirection.Step> steps, int location)
    implements Node {
  public TargetColumn {
    steps = List.copyOf(steps);
  }
}
