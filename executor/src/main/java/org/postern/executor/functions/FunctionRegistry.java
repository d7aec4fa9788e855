package org.postern.executor.functions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All functions of a backend: asks the families in order and remembers the answer. */
public final class FunctionRegistry {
  private final List<FunctionFamily> families;
  private final Map<String, FunctionImpl> found = new HashMap<>();

  public FunctionRegistry(List<FunctionFamily> families) {
    this.families = List.copyOf(families);
  }

  /** The code behind {@code prosrc}, or null when there is none. */
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl known = found.get(prosrc);
    if (known != null) {
      return known;
    }
    for (FunctionFamily family : families) {
      FunctionImpl impl = family.lookup(prosrc);
      if (impl != null) {
        found.put(prosrc, impl);
        return impl;
      }
    }
    return null;
  }
}
