/** Filling the catalogs of a new cluster: the rows PostgreSQL 15 has, as far as they work here. */
package org.postern.executor.catalog.bootstrap;
