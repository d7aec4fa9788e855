package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Chooses a function for a call, by PostgreSQL's rules: candidates by name and number of arguments,
 * exact match, then conversions, preferred types and the categories of unknown literals.
 *
 * <p>Source: PostgreSQL documentation, "Functions" in chapter "Type Conversion".
 */
final class FunctionResolver {
  private final AnalyzerEnvironment env;
  private final Catalog catalog;
  private final Coercion coercion;

  FunctionResolver(AnalyzerEnvironment env, Coercion coercion) {
    this.env = env;
    this.catalog = env.catalog();
    this.coercion = coercion;
  }

  /**
   * A function as seen by one call: {@code argTypes} are the declared types in the call's order
   * with a variadic array expanded; {@code order} maps each parameter of the function to the call's
   * argument, or -1 where a default stands in.
   */
  record Candidate(
      ProcEntry proc, List<Integer> argTypes, boolean expanded, int defaultsUsed, int[] order) {}

  /** All functions the name can mean with so many arguments. */
  List<Candidate> candidates(
      String schema, String name, int argCount, List<String> argNames, boolean variadicCall) {
    List<Candidate> found = new ArrayList<>();
    List<Integer> path = env.searchPath().effective();
    int onlyNamespace = 0;
    if (schema != null) {
      onlyNamespace = catalog.namespace(schema);
      if (onlyNamespace == 0) {
        throw SqlException.error(
            SqlState.INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", schema);
      }
      env.schemas().require(onlyNamespace, -1);
    }
    for (ProcEntry proc : catalog.procs(name)) {
      boolean visible =
          onlyNamespace != 0 ? proc.namespace() == onlyNamespace : path.contains(proc.namespace());
      if (visible) {
        Candidate candidate = match(proc, argCount, argNames, variadicCall);
        if (candidate != null) {
          add(found, candidate, path);
        }
      }
    }
    return found;
  }

  /** Of two candidates with the same arguments the one earlier on the path, unexpanded, wins. */
  private void add(List<Candidate> found, Candidate candidate, List<Integer> path) {
    for (int i = 0; i < found.size(); i++) {
      Candidate other = found.get(i);
      if (!other.argTypes().equals(candidate.argTypes())) {
        continue;
      }
      int mine = rank(candidate, path);
      int theirs = rank(other, path);
      if (mine < theirs) {
        found.set(i, candidate);
      }
      return;
    }
    found.add(candidate);
  }

  private static int rank(Candidate candidate, List<Integer> path) {
    int position = Math.max(0, path.indexOf(candidate.proc().namespace()));
    return position * 4 + (candidate.expanded() ? 2 : 0) + (candidate.defaultsUsed() > 0 ? 1 : 0);
  }

  private Candidate match(
      ProcEntry proc, int argCount, List<String> argNames, boolean variadicCall) {
    int declared = proc.argTypes().size();
    if (!argNames.isEmpty()) {
      return matchNamed(proc, argCount, argNames, variadicCall);
    }
    if (variadicCall) {
      return proc.variadic() != 0 && declared == argCount ? plain(proc, argCount) : null;
    }
    if (proc.variadic() != 0 && argCount >= declared) {
      List<Integer> types = new ArrayList<>(proc.argTypes().subList(0, declared - 1));
      while (types.size() < argCount) {
        types.add(proc.variadic());
      }
      int[] order = identity(argCount);
      return new Candidate(proc, List.copyOf(types), true, 0, order);
    }
    if (declared == argCount) {
      return plain(proc, argCount);
    }
    if (argCount < declared && argCount + proc.defaults() >= declared && proc.variadic() == 0) {
      int[] order = new int[declared];
      for (int i = 0; i < declared; i++) {
        order[i] = i < argCount ? i : -1;
      }
      return new Candidate(
          proc,
          List.copyOf(proc.argTypes().subList(0, argCount)),
          false,
          declared - argCount,
          order);
    }
    return null;
  }

  private Candidate matchNamed(
      ProcEntry proc, int argCount, List<String> argNames, boolean variadicCall) {
    int declared = proc.argTypes().size();
    if (argCount > declared || (proc.variadic() != 0 && !variadicCall)) {
      return null;
    }
    List<String> inputNames = inputNames(proc);
    int positional = argCount - argNames.size();
    int[] order = new int[declared];
    java.util.Arrays.fill(order, -1);
    List<Integer> types = new ArrayList<>();
    for (int i = 0; i < positional; i++) {
      order[i] = i;
      types.add(proc.argTypes().get(i));
    }
    for (int n = 0; n < argNames.size(); n++) {
      int at = inputNames.indexOf(argNames.get(n));
      if (at < 0 || order[at] >= 0) {
        return null;
      }
      order[at] = positional + n;
      types.add(proc.argTypes().get(at));
    }
    int used = 0;
    for (int i = 0; i < declared; i++) {
      if (order[i] < 0) {
        if (i < declared - proc.defaults()) {
          return null;
        }
        used++;
      }
    }
    return new Candidate(proc, List.copyOf(types), false, used, order);
  }

  private static List<String> inputNames(ProcEntry proc) {
    if (proc.argModes().isEmpty()) {
      return proc.argNames();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < proc.argModes().size() && i < proc.argNames().size(); i++) {
      char mode = proc.argModes().get(i);
      if (mode == 'i' || mode == 'b' || mode == 'v') {
        names.add(proc.argNames().get(i));
      }
    }
    return names;
  }

  private static Candidate plain(ProcEntry proc, int argCount) {
    return new Candidate(proc, proc.argTypes(), false, 0, identity(argCount));
  }

  private static int[] identity(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    return order;
  }

  /** The outcome: one candidate, none, or several that nothing tells apart. */
  record Choice(Candidate candidate, boolean ambiguous) {}

  /** Chooses among candidates for arguments of the given types. */
  Choice choose(List<Candidate> candidates, List<Integer> argTypes) {
    for (Candidate candidate : candidates) {
      if (candidate.argTypes().equals(argTypes)) {
        return new Choice(candidate, false);
      }
    }
    List<Candidate> usable = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (coercible(candidate.argTypes(), argTypes)) {
        usable.add(candidate);
      }
    }
    if (usable.size() <= 1) {
      return new Choice(usable.isEmpty() ? null : usable.getFirst(), false);
    }
    List<List<Integer>> types = new ArrayList<>();
    for (Candidate candidate : usable) {
      types.add(candidate.argTypes());
    }
    int best = new CandidateSelection(catalog, coercion).select(types, argTypes);
    return best < 0 ? new Choice(null, true) : new Choice(usable.get(best), false);
  }

  private boolean coercible(List<Integer> targets, List<Integer> sources) {
    for (int i = 0; i < sources.size(); i++) {
      if (!coercion.canCoerce(sources.get(i), targets.get(i), Coercion.Context.IMPLICIT)) {
        return false;
      }
    }
    return new Polymorphism(catalog, coercion).consistent(targets, sources);
  }

  /** Whether {@code type} is a type that {@code name(arg)} may mean a cast to. */
  int castTarget(String schema, String name) {
    if (schema != null) {
      int namespace = catalog.namespace(schema);
      return namespace == 0 ? 0 : catalog.typeByName(namespace, name);
    }
    for (int namespace : env.searchPath().effective()) {
      int type = catalog.typeByName(namespace, name);
      if (type != 0) {
        TypeEntry entry = catalog.type(type);
        return entry.defined() && entry.kind() != 'p' ? type : 0;
      }
    }
    return 0;
  }

  /** {@code name(type, type)} for messages. */
  String signature(String name, List<Integer> argTypes, List<String> argNames) {
    StringBuilder text = new StringBuilder(name).append('(');
    int positional = argTypes.size() - argNames.size();
    for (int i = 0; i < argTypes.size(); i++) {
      if (i > 0) {
        text.append(", ");
      }
      if (i >= positional) {
        text.append(argNames.get(i - positional)).append(" => ");
      }
      text.append(argTypes.get(i) == TypeOid.UNKNOWN ? "unknown" : coercion.name(argTypes.get(i)));
    }
    return text.append(')').toString();
  }
}
