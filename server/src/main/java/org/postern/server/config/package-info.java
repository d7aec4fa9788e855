/**
 * The server's configuration: reading postgresql.conf and what it includes, and the values that
 * follow from it together with the command line.
 */
package org.postern.server.config;
