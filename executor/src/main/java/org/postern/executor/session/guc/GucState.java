package org.postern.executor.session.guc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The parameters of one process and the rules for changing them: who may, which source wins, and
 * what the end of a transaction or savepoint restores.
 *
 * <p>Nest level 0 is outside any transaction, 1 the transaction, 2 and more its savepoints and
 * functions. Not thread-safe: it belongs to the thread that runs the session.
 *
 * <p>Source: PostgreSQL documentation, "Setting Parameters", SET and ROLLBACK TO SAVEPOINT.
 */
public final class GucState {
  private final GucCatalog catalog;
  private final GucParser parser;

  /** Those that were asked for, by name in lower case; the others are at their defaults. */
  private final Map<String, GucVariable> variables = new TreeMap<>();

  private final Set<GucVariable> changedInTransaction = new HashSet<>();
  private final Set<GucVariable> unreported = new LinkedHashSet<>();
  private int nestLevel;

  /** All parameters at their built-in defaults. */
  public GucState(GucCatalog catalog, GucParser parser) {
    this.catalog = catalog;
    this.parser = parser;
  }

  // Reading.

  /** The variable of a name; throws 42704 if there is none. */
  public GucVariable get(String name) {
    GucVariable variable = find(name);
    if (variable == null) {
      throw unrecognized(name);
    }
    return variable;
  }

  /** Null if there is none. */
  public GucVariable find(String name) {
    String key = GucCatalog.key(name);
    GucVariable variable = variables.get(key);
    if (variable != null) {
      return variable;
    }
    GucDefinition definition = catalog.find(key);
    if (definition == null) {
      return null;
    }
    GucVariable untouched = new GucVariable(definition, parser.boot(definition));
    variables.put(key, untouched);
    return untouched;
  }

  public int integer(String name) {
    return get(name).integer();
  }

  public boolean bool(String name) {
    return get(name).bool();
  }

  public double real(String name) {
    return get(name).number();
  }

  public String text(String name) {
    return get(name).text();
  }

  /** Sorted by name, hidden ones included. */
  public Collection<GucVariable> all() {
    catalog.names().forEach(this::find);
    return variables.values();
  }

  private static SqlException unrecognized(String name) {
    return SqlException.error(
        SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"%s\"", name);
  }

  // Setting.

  /**
   * Sets a parameter as a user's command does.
   *
   * @param superuser whether the caller may set what only superusers may
   */
  public void set(String name, String text, boolean superuser, GucAction action) {
    GucContext context = superuser ? GucContext.SUPERUSER : GucContext.USER;
    change(name, text, context, GucSource.SESSION, action);
  }

  /** Goes back to the session's default: RESET, or SET … TO DEFAULT. */
  public void reset(String name, boolean superuser, GucAction action) {
    GucContext context = superuser ? GucContext.SUPERUSER : GucContext.USER;
    change(name, null, context, GucSource.SESSION, action);
  }

  /** RESET ALL: every parameter that the session may change goes back to its default. */
  public void resetAll() {
    for (GucVariable variable : List.copyOf(variables.values())) {
      GucDefinition definition = variable.definition();
      boolean settable =
          definition.context() == GucContext.SUPERUSER || definition.context() == GucContext.USER;
      if (settable
          && !definition.has(GucFlag.NO_RESET_ALL)
          && variable.source().compareTo(GucSource.OVERRIDE) > 0) {
        remember(variable, GucAction.SET);
        assign(variable, variable.resetValue(), variable.resetSource());
      }
    }
  }

  /**
   * Sets a default at the start of a session or server, from a source no stronger than OVERRIDE.
   *
   * @param context in which capacity: POSTMASTER while starting, SUPERUSER_BACKEND or BACKEND for
   *     what the client's startup packet asks for, USER for settings of databases and roles
   */
  public void setDefault(String name, String text, GucContext context, GucSource source) {
    if (!source.setsResetValue()) {
      throw new IllegalArgumentException("not a source of defaults: source=" + source);
    }
    change(name, text, context, source, GucAction.SET);
  }

  /** Gives a parameter that nobody may set its true value, as server_encoding. */
  public void setInternal(String name, String text) {
    change(name, text, GucContext.INTERNAL, GucSource.OVERRIDE, GucAction.SET);
  }

  /** The value that a text would give the parameter, without setting it. */
  public GucValue validate(String name, String text) {
    GucVariable variable = get(name);
    return parser.parse(variable.definition(), text, variable.value());
  }

  /** Throws unless the user may set the parameter to this, as {@link #set} would. */
  public void test(String name, String text, boolean superuser) {
    GucVariable variable = find(name);
    if (variable == null && name.indexOf('.') < 0) {
      throw unrecognized(name);
    }
    if (variable == null) {
      GucAccess.checkCustomName(name);
      return;
    }
    GucContext context = superuser ? GucContext.SUPERUSER : GucContext.USER;
    GucAccess.check(variable.definition(), context, GucSource.TEST);
    if (text != null) {
      parser.parse(variable.definition(), text, variable.value());
    }
  }

  /** Throws unless ALTER SYSTEM may write the parameter; null checks the name alone. */
  public void testForFile(String name, String text) {
    GucVariable variable = find(name);
    if (variable == null && name.indexOf('.') < 0) {
      throw unrecognized(name);
    }
    if (variable == null) {
      GucAccess.checkCustomName(name);
      return;
    }
    GucAccess.checkFile(variable.definition());
    if (text != null) {
      parser.parse(variable.definition(), text, variable.value());
    }
  }

  private void change(
      String name, String text, GucContext context, GucSource source, GucAction action) {
    GucVariable variable = findOrMakeCustom(name);
    GucAccess.check(variable.definition(), context, source);
    boolean makesDefault = source.setsResetValue();
    boolean outranked = variable.source().compareTo(source) > 0;
    if (outranked && !makesDefault) {
      return;
    }
    GucValue value =
        text == null
            ? variable.resetValue()
            : parser.parse(variable.definition(), text, variable.value());
    GucSource newSource = text == null ? variable.resetSource() : source;
    if (!outranked) {
      if (!makesDefault) {
        remember(variable, action);
      }
      assign(variable, value, newSource);
    }
    if (makesDefault && text != null) {
      variable.assignReset(value, source);
    }
  }

  private GucVariable findOrMakeCustom(String name) {
    GucVariable variable = find(name);
    if (variable != null) {
      return variable;
    }
    if (name.indexOf('.') < 0) {
      throw unrecognized(name);
    }
    GucAccess.checkCustomName(name);
    GucVariable custom = new GucVariable(GucDefinition.custom(name), new GucValue("", 0));
    variables.put(GucCatalog.key(name), custom);
    return custom;
  }

  private void assign(GucVariable variable, GucValue value, GucSource source) {
    boolean changed = !variable.value().equals(value);
    variable.assign(value, source);
    if (changed && variable.definition().has(GucFlag.REPORT)) {
      unreported.add(variable);
    }
  }

  // Transactions.

  /** The level that {@link #end} must be told of. */
  public int begin() {
    return ++nestLevel;
  }

  public int nestLevel() {
    return nestLevel;
  }

  private void remember(GucVariable variable, GucAction action) {
    if (nestLevel == 0) {
      return;
    }
    GucSavepoint.State state =
        switch (action) {
          case SET -> GucSavepoint.State.SET;
          case LOCAL -> GucSavepoint.State.LOCAL;
          case SAVE -> GucSavepoint.State.SAVE;
        };
    GucSavepoint saved = variable.saved();
    if (saved != null && saved.level() >= nestLevel) {
      saved.changedAgain(state, variable.value());
      return;
    }
    variable.saved(new GucSavepoint(saved, nestLevel, state, variable.value(), variable.source()));
    changedInTransaction.add(variable);
  }

  /** Ends a level and all within it; back in the level around it. */
  public void end(int level, boolean commit) {
    for (GucVariable variable : List.copyOf(changedInTransaction)) {
      while (variable.saved() != null && variable.saved().level() >= level) {
        if (!endSavepoint(variable, variable.saved(), commit)) {
          break;
        }
      }
      if (variable.saved() == null) {
        changedInTransaction.remove(variable);
      }
    }
    nestLevel = level - 1;
  }

  /** False when the savepoint stays, now as one of the level around. */
  private boolean endSavepoint(GucVariable variable, GucSavepoint saved, boolean commit) {
    GucSavepoint outer = saved.outer();
    if (!commit || saved.state() == GucSavepoint.State.SAVE) {
      assign(variable, saved.prior(), saved.priorSource());
    } else if (saved.level() == 1) {
      switch (saved.state()) {
        case SET_THEN_LOCAL -> assign(variable, saved.masked(), GucSource.SESSION);
        case LOCAL -> assign(variable, saved.prior(), saved.priorSource());
        case SET, SAVE -> {
          // The value in force is the one to keep.
        }
      }
    } else if (outer == null || outer.level() < saved.level() - 1) {
      saved.moveOut();
      return false;
    } else {
      outer.absorb(saved);
    }
    variable.saved(outer);
    return true;
  }

  // Configuration files.

  /**
   * Takes over what the server was configured with: at start everything, after a reload what may
   * change while running. Settings of parameters that are no longer in the file are undone.
   */
  public void apply(List<GucSetting> settings, boolean starting) {
    Map<String, GucSetting> wanted = new HashMap<>();
    for (GucSetting setting : settings) {
      wanted.put(GucCatalog.key(setting.name()), setting);
    }
    for (GucVariable variable : List.copyOf(variables.values())) {
      boolean fromFile =
          variable.resetSource() == GucSource.FILE || variable.source() == GucSource.FILE;
      boolean gone = !wanted.containsKey(GucCatalog.key(variable.definition().name()));
      if (fromFile && gone && (starting || GucAccess.changesAtReload(variable.definition()))) {
        forgetFileValue(variable);
      }
    }
    for (GucSetting setting : settings) {
      GucVariable variable = findOrMakeCustom(setting.name());
      if (starting || GucAccess.changesAtReload(variable.definition())) {
        change(
            setting.name(),
            setting.value(),
            setting.source() == GucSource.OVERRIDE ? GucContext.INTERNAL : GucContext.POSTMASTER,
            setting.source(),
            GucAction.SET);
        if (setting.source() == GucSource.FILE) {
          variable.origin(setting.file(), setting.line());
        }
      }
    }
  }

  private void forgetFileValue(GucVariable variable) {
    GucValue before = variable.value();
    variable.forgetFileValue(parser.boot(variable.definition()));
    if (!before.equals(variable.value()) && variable.definition().has(GucFlag.REPORT)) {
      unreported.add(variable);
    }
  }

  /** Marks parameters whose value in the file waits for a restart. */
  public void markPendingRestart(Set<String> names) {
    names.forEach(this::find);
    for (GucVariable variable : variables.values()) {
      variable.pendingRestart(names.contains(GucCatalog.key(variable.definition().name())));
    }
  }

  // Reports to the client.

  /** The parameters that a client is told at the start of its session, sorted by name. */
  public List<GucVariable> reported() {
    List<GucVariable> reported = new ArrayList<>();
    for (String name : catalog.reported()) {
      reported.add(find(name));
    }
    unreported.clear();
    return reported;
  }

  /** Those changed since the last report; afterwards they count as reported. */
  public List<GucVariable> takeUnreported() {
    if (unreported.isEmpty()) {
      return List.of();
    }
    List<GucVariable> changed = List.copyOf(unreported);
    unreported.clear();
    return changed;
  }

  /** Forgets everything that the last client did, back to the defaults of the server. */
  public GucState fresh(List<GucSetting> serverSettings) {
    GucState state = new GucState(catalog, parser);
    state.apply(serverSettings, true);
    return state;
  }
}
