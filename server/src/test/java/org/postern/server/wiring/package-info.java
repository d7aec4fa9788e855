/** Processes of a running server that clients do not see. */
package org.postern.server.wiring;
