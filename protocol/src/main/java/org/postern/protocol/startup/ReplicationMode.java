package org.postern.protocol.startup;

/** What the startup parameter {@code replication} asks for. */
public enum ReplicationMode {
  /** An ordinary session. */
  NONE,
  /** Physical replication: bound to no database. */
  PHYSICAL,
  /** Logical replication: a walsender that is connected to a database. */
  LOGICAL
}
