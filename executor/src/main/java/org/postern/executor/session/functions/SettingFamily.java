package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Session;
import org.postern.executor.session.guc.GucAction;
import org.postern.executor.session.guc.GucDefinition;
import org.postern.executor.session.guc.GucDescriptions;
import org.postern.executor.session.guc.GucFlag;
import org.postern.executor.session.guc.GucVariable;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Settings: current_setting, set_config and the rows of pg_settings.
 *
 * <p>Source: PostgreSQL documentation, section 9.27.1 "Configuration Settings Functions".
 */
final class SettingFamily implements FunctionFamily {
  private static final int[] ROW_TYPES = rowTypes();

  private final Session session;

  SettingFamily(Session session) {
    this.session = session;
  }

  private static int[] rowTypes() {
    int[] types = new int[17];
    java.util.Arrays.fill(types, TypeOid.TEXT);
    types[11] = TypeOid.TEXT_ARRAY;
    types[15] = TypeOid.INT4;
    types[16] = TypeOid.BOOL;
    return types;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "show_config_by_name" -> f1(a -> show(a.toString(), false));
      case "show_config_by_name_missing_ok" -> f2((a, b) -> show(a.toString(), (Long) b != 0));
      case "set_config_by_name" -> fn((a, c) -> change(a));
      case "show_all_settings" -> set((a, c) -> rows());
      default -> null;
    };
  }

  private Object show(String name, boolean missingOk) {
    GucVariable variable = missingOk ? session.settings().find(name) : session.settings().get(name);
    return variable == null ? null : Slice.utf8(variable.show());
  }

  private Object change(Object[] args) {
    if (args[0] == null) {
      throw SqlException.error(SqlState.NULL_VALUE_NOT_ALLOWED, "SET requires parameter name");
    }
    String name = args[0].toString();
    boolean local = args[2] != null && (Long) args[2] != 0;
    GucAction action = local ? GucAction.LOCAL : GucAction.SET;
    boolean superuser = session.roles().superuser();
    if (args[1] == null) {
      session.settings().reset(name, superuser, action);
    } else {
      session.settings().set(name, args[1].toString(), superuser, action);
    }
    return show(name, false);
  }

  private Iterator<Object> rows() {
    List<Object> rows = new ArrayList<>();
    GucDescriptions descriptions = GucDescriptions.load();
    for (GucVariable variable : session.settings().all()) {
      if (!variable.definition().has(GucFlag.NO_SHOW_ALL)) {
        rows.add(row(variable, descriptions));
      }
    }
    return rows.iterator();
  }

  private static Object row(GucVariable variable, GucDescriptions descriptions) {
    GucDefinition definition = variable.definition();
    Object[] values = {
      text(definition.name()),
      text(variable.text()),
      emptyAsNull(definition.unit().label()),
      text(definition.category()),
      text(descriptions.brief(definition.name())),
      text(descriptions.further(definition.name())),
      text(definition.context().label()),
      text(definition.type().name().toLowerCase(Locale.ROOT)),
      text(variable.source().label()),
      emptyAsNull(definition.minText()),
      emptyAsNull(definition.maxText()),
      choices(definition),
      text(definition.bootValue()),
      text(variable.resetValue().text()),
      text(variable.sourceFile()),
      variable.sourceFile() == null ? null : Long.valueOf(variable.sourceLine()),
      variable.pendingRestart() ? 1L : 0L
    };
    return new RowValue(TypeOid.RECORD, values, ROW_TYPES);
  }

  private static Slice text(String value) {
    return value == null ? null : Slice.utf8(value);
  }

  private static Slice emptyAsNull(String value) {
    return value == null || value.isEmpty() ? null : Slice.utf8(value);
  }

  private static Object choices(GucDefinition definition) {
    if (definition.enumValues().isEmpty()) {
      return null;
    }
    return ArrayValue.of(TypeOid.TEXT, definition.enumValues().stream().map(Slice::utf8).toArray());
  }
}
