package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.RoutineStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Finds the function, procedure or aggregate that a statement names with its argument types. */
final class RoutineNames {
  private final Ddl ddl;

  RoutineNames(Ddl ddl) {
    this.ddl = ddl;
  }

  int find(ObjectName.Routine name, ObjectType kind) {
    ProcEntry found = findOrNull(name, kind);
    if (found == null) {
      String word = kind.sql().toLowerCase(Locale.ROOT);
      throw name.parameters() == null
          ? SqlException.error(
              SqlState.UNDEFINED_FUNCTION, "could not find a %s named \"%s\"", word, name.name())
          : SqlException.error(
              SqlState.UNDEFINED_FUNCTION, "%s %s does not exist", word, signature(name));
    }
    return found.oid();
  }

  /** {@code name(type,type)}, as messages show it. */
  String signature(ObjectName.Routine name) {
    List<String> types = new ArrayList<>();
    for (int type : argTypes(name)) {
      types.add(ddl.analyzer().types().typeName(type));
    }
    return name.name() + "(" + String.join(", ", types) + ")";
  }

  private List<Integer> argTypes(ObjectName.Routine name) {
    List<Integer> types = new ArrayList<>();
    TypeNames names = new TypeNames(ddl.analyzer());
    for (RoutineStatement.Parameter parameter : name.parameters()) {
      if (parameter.mode() != RoutineStatement.ParameterMode.OUT) {
        types.add(names.resolve(parameter.type()).type());
      }
    }
    return types;
  }

  private ProcEntry findOrNull(ObjectName.Routine name, ObjectType kind) {
    List<Integer> wanted = name.parameters() == null ? null : argTypes(name);
    List<ProcEntry> candidates = new ArrayList<>();
    List<Integer> path = ddl.analyzer().searchPath().effective();
    int only = name.name().schema() == null ? 0 : ddl.namespace(name.name().schema());
    for (int namespace : only == 0 ? path : List.of(only)) {
      for (ProcEntry proc : ddl.catalog.procs(name.name().name())) {
        if (proc.namespace() == namespace
            && fits(proc, kind)
            && (wanted == null || proc.argTypes().equals(wanted))) {
          candidates.add(proc);
        }
      }
      if (wanted != null && !candidates.isEmpty()) {
        return candidates.getFirst();
      }
    }
    if (candidates.size() > 1) {
      throw SqlException.error(
              SqlState.AMBIGUOUS_FUNCTION,
              "%s name \"%s\" is not unique",
              kind.sql().toLowerCase(Locale.ROOT),
              name.name())
          .withHint(
              "Specify the argument list to select the %s unambiguously.",
              kind.sql().toLowerCase(Locale.ROOT));
    }
    return candidates.isEmpty() ? null : candidates.getFirst();
  }

  private static boolean fits(ProcEntry proc, ObjectType kind) {
    return switch (kind) {
      case PROCEDURE -> proc.kind() == 'p';
      case FUNCTION -> proc.kind() != 'p';
      case AGGREGATE -> proc.kind() == 'a';
      default -> true;
    };
  }
}
