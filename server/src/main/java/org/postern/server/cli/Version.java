package org.postern.server.cli;

/** The version that the programs print; the server's own is the parameter server_version. */
final class Version {
  static final String SERVER = "15.18 (Postern 0.1.0)";

  private Version() {}
}
