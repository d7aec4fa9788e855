/** The programs a user calls: postgres, pg_ctl, initdb, with PostgreSQL's options and texts. */
package org.postern.server.cli;
