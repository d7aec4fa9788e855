/**
 * A client's session: its transaction block, prepared statements, portals and settings, and the way
 * of a statement through analyzer, planner and executor.
 */
package org.postern.executor.session;
