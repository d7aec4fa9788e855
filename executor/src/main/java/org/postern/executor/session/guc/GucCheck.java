package org.postern.executor.session.guc;

/**
 * What a parameter demands of its values beyond type and range.
 *
 * <p>A check returns the canonical form of the text, or throws {@link Rejected}.
 */
@FunctionalInterface
public interface GucCheck {
  /** The value is not acceptable; detail and hint may be null. */
  final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;
    private final String hint;

    public Rejected(String detail, String hint) {
      super(detail, null, false, false);
      this.detail = detail;
      this.hint = hint;
    }

    public String detail() {
      return detail;
    }

    public String hint() {
      return hint;
    }
  }

  /** {@code current} is the value in force, for settings that change only a part of it. */
  String canonical(String text, String current) throws Rejected;
}
