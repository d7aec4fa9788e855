package org.postern.executor.session.guc;

/** Peculiarities of a parameter; each has one letter in the list of definitions. */
public enum GucFlag {
  /** Changes are reported to the client by ParameterStatus. */
  REPORT('R'),
  /** The value is a comma-separated list. */
  LIST('L'),
  /** A list whose elements are quoted as identifiers when they need it. */
  LIST_QUOTE('Q'),
  /** Shown by EXPLAIN (SETTINGS). */
  EXPLAIN('E'),
  /** Left out of SHOW ALL and pg_settings. */
  NO_SHOW_ALL('H'),
  /** Left alone by RESET ALL. */
  NO_RESET_ALL('A'),
  /** Not mentioned in postgresql.conf. */
  NOT_IN_SAMPLE('S'),
  /** Computed when the server starts. */
  RUNTIME_COMPUTED('C'),
  /** Shown only to superusers and members of pg_read_all_settings. */
  SUPERUSER_ONLY('P');

  private final char letter;

  GucFlag(char letter) {
    this.letter = letter;
  }

  char letter() {
    return letter;
  }
}
