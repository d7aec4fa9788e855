package org.postern.server.config;

/** An assignment found in a configuration file; a later one for the same name wins. */
record ConfigLine(String name, String value, String file, int line) {}
