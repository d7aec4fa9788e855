/**
 * Running servers in tests: Postern and a real PostgreSQL behind one interface, and a stand-in for
 * the query side with which the processes can be tested alone.
 */
package org.postern.server.testing;
