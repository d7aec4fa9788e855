/** Who may connect and how he proves it: pg_hba.conf, passwords and SCRAM-SHA-256. */
package org.postern.protocol.auth;
