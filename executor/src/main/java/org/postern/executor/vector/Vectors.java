package org.postern.executor.vector;

import org.postern.executor.types.Physical;

/** Makes vectors by physical form. */
public final class Vectors {
  private Vectors() {}

  public static Vector create(Physical physical, int capacity) {
    return switch (physical) {
      case LONG -> new LongVector(capacity);
      case DOUBLE -> new DoubleVector(capacity);
      case BYTES -> new BytesVector(capacity);
      case OBJECT -> new ObjectVector(capacity);
    };
  }

  /** A batch with one empty vector per given form. */
  public static Batch batch(Physical[] forms, int capacity) {
    Vector[] columns = new Vector[forms.length];
    for (int i = 0; i < forms.length; i++) {
      columns[i] = create(forms[i], capacity);
    }
    return new Batch(columns);
  }
}
