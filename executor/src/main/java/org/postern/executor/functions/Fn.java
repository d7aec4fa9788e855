package org.postern.executor.functions;

/** Short constructors, so that a family's table reads one function a line. */
public final class Fn {
  /** What a function that returns void gives. */
  public static final Long VOID = 0L;

  private Fn() {}

  /** One scalar argument. */
  @FunctionalInterface
  public interface F1 {
    Object apply(Object a);
  }

  /** Two scalar arguments. */
  @FunctionalInterface
  public interface F2 {
    Object apply(Object a, Object b);
  }

  /** Three scalar arguments. */
  @FunctionalInterface
  public interface F3 {
    Object apply(Object a, Object b, Object c);
  }

  public static FunctionImpl l1(FunctionImpl.Long1.Fn1 code) {
    return new FunctionImpl.Long1(code);
  }

  public static FunctionImpl l2(FunctionImpl.Long2.Fn2 code) {
    return new FunctionImpl.Long2(code);
  }

  public static FunctionImpl d1(FunctionImpl.Double1.Fn1 code) {
    return new FunctionImpl.Double1(code);
  }

  public static FunctionImpl d2(FunctionImpl.Double2.Fn2 code) {
    return new FunctionImpl.Double2(code);
  }

  public static FunctionImpl lcmp(CompareOp op) {
    return new FunctionImpl.LongCompare(op);
  }

  public static FunctionImpl dcmp(CompareOp op) {
    return new FunctionImpl.DoubleCompare(op);
  }

  public static FunctionImpl bcmp(CompareOp op) {
    return new FunctionImpl.BytesCompare(op);
  }

  public static FunctionImpl f1(F1 code) {
    return new FunctionImpl.General((a, c) -> code.apply(a[0]));
  }

  public static FunctionImpl f2(F2 code) {
    return new FunctionImpl.General((a, c) -> code.apply(a[0], a[1]));
  }

  public static FunctionImpl f3(F3 code) {
    return new FunctionImpl.General((a, c) -> code.apply(a[0], a[1], a[2]));
  }

  public static FunctionImpl fn(FunctionImpl.General.Fn code) {
    return new FunctionImpl.General(code);
  }

  public static FunctionImpl set(FunctionImpl.SetReturning.Fn code) {
    return new FunctionImpl.SetReturning(code);
  }

  /** SQL boolean in its physical form. */
  public static Long bool(boolean value) {
    return value ? 1L : 0L;
  }
}
