package org.postern.executor.session.guc;

/**
 * One parameter's value in a process, with where it came from, what RESET goes back to, and what a
 * rollback restores.
 *
 * <p>Readers may keep the object and read {@link #number} in hot code; only {@link GucState}
 * changes it.
 */
public final class GucVariable {
  private final GucDefinition definition;
  private GucValue value;
  private GucSource source = GucSource.DEFAULT;
  private GucValue resetValue;
  private GucSource resetSource = GucSource.DEFAULT;
  private String sourceFile;
  private int sourceLine;
  private boolean pendingRestart;
  private GucSavepoint saved;

  GucVariable(GucDefinition definition, GucValue boot) {
    this.definition = definition;
    this.value = boot;
    this.resetValue = boot;
  }

  public GucDefinition definition() {
    return definition;
  }

  public GucValue value() {
    return value;
  }

  /** The canonical text. */
  public String text() {
    return value.text();
  }

  public double number() {
    return value.number();
  }

  public int integer() {
    return (int) value.number();
  }

  public boolean bool() {
    return value.number() != 0;
  }

  /** As SHOW prints it. */
  public String show() {
    return value.show(definition);
  }

  public GucSource source() {
    return source;
  }

  public GucValue resetValue() {
    return resetValue;
  }

  public GucSource resetSource() {
    return resetSource;
  }

  /** The configuration file of the value, or null. */
  public String sourceFile() {
    return source == GucSource.FILE ? sourceFile : null;
  }

  public int sourceLine() {
    return source == GucSource.FILE ? sourceLine : 0;
  }

  /** The file has another value that only a restart can bring into force. */
  public boolean pendingRestart() {
    return pendingRestart;
  }

  void pendingRestart(boolean pending) {
    pendingRestart = pending;
  }

  void assign(GucValue newValue, GucSource newSource) {
    value = newValue;
    source = newSource;
  }

  void origin(String file, int line) {
    sourceFile = file;
    sourceLine = line;
  }

  /** A new default, which also replaces what rollbacks of weaker values would restore. */
  void assignReset(GucValue newValue, GucSource newSource) {
    if (resetSource.compareTo(newSource) <= 0) {
      resetValue = newValue;
      resetSource = newSource;
    }
    for (GucSavepoint s = saved; s != null; s = s.outer()) {
      s.replaceDefault(newValue, newSource);
    }
  }

  /** The file's value has gone: back to the default, whatever the strength of the old one. */
  void forgetFileValue(GucValue boot) {
    if (resetSource == GucSource.FILE) {
      resetSource = GucSource.DEFAULT;
      resetValue = boot;
    }
    for (GucSavepoint s = saved; s != null; s = s.outer()) {
      s.forgetFileValue(boot);
    }
    if (source == GucSource.FILE) {
      assign(boot, GucSource.DEFAULT);
    }
  }

  GucSavepoint saved() {
    return saved;
  }

  void saved(GucSavepoint savepoint) {
    saved = savepoint;
  }
}
