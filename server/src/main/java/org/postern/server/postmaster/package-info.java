/**
 * The postmaster: accepts clients and hands them to backends, starts and watches all other
 * processes, and takes the server up and down. Its rules are in README.md beside this file.
 */
package org.postern.server.postmaster;
