/**
 * The server log in PostgreSQL's format: one line per field of a report, with log_line_prefix in
 * front, written to standard error through logback set up in code.
 */
package org.postern.server.log;
