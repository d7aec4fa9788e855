/**
 * The auxiliary processes: startup, reaper, and the services that work in rounds (checkpointer,
 * background writer, walwriter, autovacuum launcher).
 */
package org.postern.server.auxproc;
