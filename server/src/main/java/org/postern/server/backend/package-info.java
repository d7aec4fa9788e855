/**
 * A backend process: the clients that the postmaster hands over, one after the other, each served
 * by a session on one event loop.
 */
package org.postern.server.backend;
