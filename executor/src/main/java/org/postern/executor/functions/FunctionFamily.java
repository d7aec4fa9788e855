package org.postern.executor.functions;

/** A group of functions that belong together; answers by the name in {@code pg_proc.prosrc}. */
@FunctionalInterface
public interface FunctionFamily {
  /** The code of {@code prosrc}, or null when this family does not have it. */
  FunctionImpl lookup(String prosrc);
}
