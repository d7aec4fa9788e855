package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.analyze.SearchPath;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.command.TemporarySchema;
import org.postern.executor.session.guc.GucState;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The setting search_path as schema oids. pg_catalog is searched first unless it is named.
 *
 * <p>Source: PostgreSQL documentation, "The Schema Search Path".
 */
public final class SessionSearchPath implements SearchPath {
  private final GucState settings;
  private final DatabaseContext database;
  private final SessionRoles roles;
  private final TemporarySchema temporary;
  private String cachedText;
  private long cachedGeneration = -1;
  private int first;
  private int cachedRole;
  private int cachedTemporary;
  private List<Integer> listed = List.of();
  private List<Integer> effective = List.of();

  public SessionSearchPath(
      GucState settings, DatabaseContext database, SessionRoles roles, TemporarySchema temporary) {
    this.settings = settings;
    this.database = database;
    this.roles = roles;
    this.temporary = temporary;
  }

  /** Runs something with a schema before all others. */
  void inSchema(int namespace, Runnable action) {
    int before = first;
    first = namespace;
    cachedText = null;
    try {
      action.run();
    } finally {
      first = before;
      cachedText = null;
    }
  }

  @Override
  public List<Integer> effective() {
    refresh();
    return effective;
  }

  /** The schemas named in the setting that exist, without the implicit ones. */
  public List<Integer> listed() {
    refresh();
    return listed;
  }

  @Override
  public int temporary() {
    return temporary.oid();
  }

  @Override
  public int creation() {
    refresh();
    if (listed.isEmpty()) {
      throw SqlException.error(
          SqlState.INVALID_SCHEMA_NAME, "no schema has been selected to create in");
    }
    return listed.getFirst();
  }

  private void refresh() {
    String text = settings.text("search_path");
    int role = roles.current();
    if (text.equals(cachedText)
        && role == cachedRole
        && temporary.oid() == cachedTemporary
        && cachedGeneration == database.generation()) {
      return;
    }
    List<Integer> found = new ArrayList<>();
    if (first != 0) {
      found.add(first);
    }
    int own = temporary.oid();
    for (String name : names(text)) {
      if (name.equals("pg_temp")) {
        if (own != 0 && !found.contains(own)) {
          found.add(own);
        }
        continue;
      }
      int oid = database.catalog().namespace(name.equals("$user") ? roles.currentName() : name);
      if (oid != 0 && !found.contains(oid) && roles.rights().schema(role, oid, 'U')) {
        found.add(oid);
      }
    }
    listed = List.copyOf(found);
    if (!found.contains(Catalog.PG_CATALOG)) {
      found.add(0, Catalog.PG_CATALOG);
    }
    if (own != 0 && !found.contains(own)) {
      found.add(0, own);
    }
    effective = List.copyOf(found);
    cachedTemporary = own;
    cachedText = text;
    cachedRole = role;
    cachedGeneration = database.generation();
  }

  /** A comma-separated list of identifiers, quoted ones taken as they are. */
  static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          name.append('"');
          i++;
        } else {
          quoted = !quoted;
          any = true;
        }
      } else if (c == ',' && !quoted) {
        names.add(name.toString());
        name.setLength(0);
        any = false;
      } else if (quoted || !Character.isWhitespace(c)) {
        name.append(quoted ? c : Character.toLowerCase(c));
      }
    }
    if (any || !name.isEmpty()) {
      names.add(name.toString());
    }
    return names;
  }
}
