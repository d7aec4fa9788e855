package org.postern.wal.recovery;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;

/** The resource managers by their numbers; each number at most once. */
public final class ResourceManagers {
  private final Map<RmgrId, ResourceManager> byId = new EnumMap<>(RmgrId.class);

  /** The log's own manager is added if it is missing. */
  public ResourceManagers(Collection<ResourceManager> managers) {
    for (ResourceManager manager : managers) {
      if (byId.put(manager.id(), manager) != null) {
        throw new IllegalArgumentException("two resource managers: id=" + manager.id());
      }
    }
    byId.putIfAbsent(RmgrId.XLOG, new XlogRedo());
  }

  /** The manager, or null if there is none of this number. */
  public ResourceManager find(RmgrId id) {
    return byId.get(id);
  }

  /** The manager; without it the record cannot be replayed. */
  public ResourceManager get(RmgrId id) {
    ResourceManager manager = byId.get(id);
    if (manager == null) {
      throw SqlException.panic(
          SqlState.INTERNAL_ERROR, "no resource manager for record: rmgr=%s", id.title());
    }
    return manager;
  }

  public Collection<ResourceManager> all() {
    return byId.values();
  }
}
