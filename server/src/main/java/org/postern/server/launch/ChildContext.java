package org.postern.server.launch;

import org.postern.server.log.ServerLog;

/**
 * What a child's body works with: its parameters, the line to the postmaster, and the log.
 *
 * @param title writes the process title, see {@link ProcessTitles}
 */
public record ChildContext(
    LaunchParameters parameters, ControlLink control, ServerLog log, ProcessTitles title) {}
