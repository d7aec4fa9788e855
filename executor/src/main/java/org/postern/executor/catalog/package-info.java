/**
 * The system catalogs: their shape, their rows, and the cached entries the layers above work with.
 *
 * <p>Catalog tables are ordinary heap tables. {@link org.postern.executor.catalog.CatalogStore}
 * reads and changes their rows; {@link org.postern.executor.catalog.Catalog} turns rows into typed
 * entries and keeps them until an invalidation names them.
 *
 * <p>Source: PostgreSQL documentation, chapter "System Catalogs".
 */
package org.postern.executor.catalog;
