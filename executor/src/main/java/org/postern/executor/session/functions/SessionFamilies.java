package org.postern.executor.session.functions;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.functions.BuiltinFamilies;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.session.Session;

/** All function families of a session. */
public final class SessionFamilies {
  private SessionFamilies() {}

  /**
   * The built-in families and those of the session. A look-up touches neither {@code session} nor
   * {@code server}, so that both may be null where only the names matter.
   */
  public static List<FunctionFamily> all(Session session, ServerInfo server) {
    List<FunctionFamily> families = new ArrayList<>(BuiltinFamilies.all());
    families.add(new IdentityFamily(session, server));
    families.add(new SettingFamily(session));
    families.add(new CursorFamily(session));
    families.add(new CatalogNameFamily(session));
    families.add(new DefinitionFamily(session));
    families.add(new RoutineFamily(session));
    families.add(new ListingFamily(session));
    families.add(new PrivilegeFamily(session));
    families.add(new SizeFamily(session, server));
    families.add(new ActivityFamily(session, server));
    families.add(new StatisticsFamily(server));
    families.add(new AdvisoryLockFamily(session));
    families.add(new CheckFamily(session, server));
    return List.copyOf(families);
  }
}
