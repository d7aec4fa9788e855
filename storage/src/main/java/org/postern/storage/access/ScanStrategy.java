package org.postern.storage.access;

/** The operators an ordered index can answer, by meaning (a DESC column does not flip them). */
public enum ScanStrategy {
  LESS,
  LESS_EQUAL,
  EQUAL,
  GREATER_EQUAL,
  GREATER,
  IS_NULL,
  IS_NOT_NULL;

  /** The operator with its operands exchanged; null tests stay as they are. */
  public ScanStrategy commuted() {
    return switch (this) {
      case LESS -> GREATER;
      case LESS_EQUAL -> GREATER_EQUAL;
      case EQUAL -> EQUAL;
      case GREATER_EQUAL -> LESS_EQUAL;
      case GREATER -> LESS;
      case IS_NULL -> IS_NULL;
      case IS_NOT_NULL -> IS_NOT_NULL;
    };
  }
}
