package org.postern.executor.sql.ast;

import java.util.List;

/** A name given to a relation, with names for its first columns. */
public record Alias(String name, List<String> columns) {
  public Alias {
    columns = List.copyOf(columns);
  }
}
