package org.postern.server.cli;

/** Fills a laid-out data directory: control file, first log segment, catalogs, databases. */
public interface ClusterBootstrap {
  /** The catalogs of the first database. */
  void bootstrap(ClusterSpec spec) throws Exception;

  /** What needs a working SQL engine: views, the information schema, template0 and postgres. */
  void complete(ClusterSpec spec) throws Exception;
}
