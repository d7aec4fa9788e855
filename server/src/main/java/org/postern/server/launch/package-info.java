/**
 * Starting child processes and talking to them: what a child is given, its Java command line, the
 * frames of the control channel, and the single entry point of every child.
 */
package org.postern.server.launch;
