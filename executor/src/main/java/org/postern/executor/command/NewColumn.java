package org.postern.executor.command;

/**
 * A column of a relation to be made. {@code identity} is 'a', 'd' or 0, {@code generated} 's' or 0;
 * {@code storage} 0 takes the type's own.
 */
record NewColumn(
    String name,
    int type,
    int typmod,
    int collation,
    int dimensions,
    boolean notNull,
    char identity,
    char storage,
    char generated) {

  NewColumn(
      String name,
      int type,
      int typmod,
      int collation,
      int dimensions,
      boolean notNull,
      char identity,
      char storage) {
    this(name, type, typmod, collation, dimensions, notNull, identity, storage, (char) 0);
  }

  static NewColumn of(String name, int type, int typmod, int collation) {
    return new NewColumn(name, type, typmod, collation, 0, false, (char) 0, (char) 0);
  }

  NewColumn asNotNull() {
    return new NewColumn(
        name, type, typmod, collation, dimensions, true, identity, storage, generated);
  }
}
