/** Sessions of a running server: limits of time and number, signals, settings, errors. */
package org.postern.server.backend;
