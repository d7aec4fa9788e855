package org.postern.executor.session;

import org.postern.executor.catalog.AccessRights;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogInvalidation;
import org.postern.executor.catalog.CatalogTypes;
import org.postern.executor.catalog.ExprText;
import org.postern.executor.catalog.HeapCatalogStore;
import org.postern.executor.catalog.RelationCache;
import org.postern.executor.catalog.SystemShapes;
import org.postern.executor.catalog.SystemTables;
import org.postern.executor.catalog.TableHandles;
import org.postern.executor.types.io.BuiltinTypes;

/**
 * The catalogs of one database as this process caches them. Outlives sessions: the next client of
 * the same database finds them warm.
 */
public final class DatabaseContext {
  private final int oid;
  private final Catalog catalog;
  private final RelationCache relations;
  private final TableHandles handles;
  private final HeapCatalogStore store;
  private final CatalogInvalidation invalidation;
  private final CatalogTypes types;
  private final ExprText exprText;
  private final AccessRights rights;
  private long generation;

  public DatabaseContext(int oid, SystemTables tables, BackendServices services) {
    this.oid = oid;
    this.invalidation = new CatalogInvalidation(oid, services.invalidations());
    this.types = new CatalogTypes(typeOid -> catalog().type(typeOid).info());
    this.store =
        new HeapCatalogStore(
            new SystemShapes(oid, typeOid -> catalog().type(typeOid).info()),
            services.heap(),
            services.btree(),
            services.transam().transactions(),
            invalidation,
            () -> (int) services.transam().oids().next());
    this.catalog = new Catalog(store, tables, BuiltinTypes::get, types);
    types.attach(catalog);
    this.exprText = new ExprText(typeOid -> catalog.type(typeOid).info());
    this.relations = new RelationCache(catalog, exprText);
    this.handles = new TableHandles(catalog, relations, oid);
    this.rights = new AccessRights(catalog, oid, this::generation);
    invalidation.listen((table, relation) -> catalog.invalidate(table));
    invalidation.listen(types::invalidate);
    invalidation.listen(relations::invalidate);
    invalidation.listen(handles::invalidate);
    invalidation.listen((table, relation) -> generation++);
  }

  /** Makes this the database whose catalogs the process follows; at the start of a transaction. */
  public void activate(BackendServices services) {
    services.currentInvalidation().set(invalidation);
    invalidation.accept();
  }

  public int oid() {
    return oid;
  }

  public Catalog catalog() {
    return catalog;
  }

  public RelationCache relations() {
    return relations;
  }

  public TableHandles handles() {
    return handles;
  }

  public HeapCatalogStore store() {
    return store;
  }

  public CatalogInvalidation invalidation() {
    return invalidation;
  }

  public ExprText exprText() {
    return exprText;
  }

  /** Who may do what here. */
  public AccessRights rights() {
    return rights;
  }

  /** Grows whenever anything cached was invalidated: a plan made under another is made anew. */
  public long generation() {
    return generation;
  }
}
