package org.postern.executor.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.deparse.QueryPrinter;
import org.postern.executor.deparse.Unaliased;
import org.postern.executor.query.Query;

/**
 * The stored queries of views and materialized views: the row _RETURN of pg_rewrite.
 *
 * <p>A query is stored as the text that its bound tree prints to, every name qualified. So what it
 * means does not change with the search path or the settings; when something it names is renamed,
 * it is bound before and printed anew afterwards.
 */
final class Views {
  private final Ddl ddl;

  Views(Ddl ddl) {
    this.ddl = ddl;
  }

  private QueryPrinter printer() {
    return new QueryPrinter(ddl.catalog, ddl.relations, ddl.env.session().storedNames(), false);
  }

  private static List<String> columns(RelationEntry view) {
    return view.columns().stream().map(ColumnEntry::name).toList();
  }

  /** Stores the query of a new view. */
  void define(int view, Query query) {
    int rule = ddl.editor.newOid("pg_rewrite");
    ddl.editor.insert(
        ddl.editor
            .row("pg_rewrite")
            .oid("oid", rule)
            .text("rulename", "_RETURN")
            .oid("ev_class", view)
            .letter("ev_type", '1')
            .letter("ev_enabled", 'O')
            .flag("is_instead", true)
            .text("ev_qual", "<>")
            .text("ev_action", printer().print(query, columns(ddl.relation(view)))));
    ddl.editor.update(ddl.editor.relation(view), values -> values.flag("relhasrules", true));
    ddl.depend.record(
        ObjectAddress.of(ObjectAddress.REWRITE, rule),
        ObjectAddress.relation(view),
        Dependencies.INTERNAL);
    depend(rule, view, query);
    ddl.step();
  }

  private void depend(int rule, int view, Query query) {
    for (ObjectAddress address : QueryDependencies.of(query)) {
      if (address.classId() != ObjectAddress.CLASS || address.object() != view) {
        ddl.depend.record(
            ObjectAddress.of(ObjectAddress.REWRITE, rule), address, Dependencies.NORMAL);
      }
    }
  }

  private CatalogRow rule(int view) {
    for (CatalogRow row :
        ddl.editor.rows("pg_rewrite", CatalogIndexes.REWRITE_RELATION, Catalog.unsigned(view))) {
      if (row.character("ev_type") == '1') {
        return row;
      }
    }
    throw new IllegalStateException("view without a query: oid=" + view);
  }

  /** Gives a view another query. */
  void replace(int view, Query query) {
    CatalogRow row = rule(view);
    int rule = row.oid("oid");
    String text = printer().print(query, columns(ddl.relation(view)));
    ddl.editor.update(row, values -> values.text("ev_action", text));
    for (CatalogRow dependency :
        ddl.depend.dependencies(ObjectAddress.of(ObjectAddress.REWRITE, rule))) {
      if (dependency.character("deptype") == Dependencies.NORMAL) {
        ddl.editor.delete(dependency);
      }
    }
    depend(rule, view, query);
    ddl.step();
  }

  /** The bound query of a view. */
  Query query(int view) {
    return new QueryAnalyzer(ddl.analyzer(), org.postern.executor.analyze.ParamTypes.none())
        .storedQuery(ddl.relation(view));
  }

  /** A view's query as it was before a renaming. */
  private record Before(int view, Query query, Unaliased names) {}

  /** Renames something that views may name in their queries. */
  void around(List<ObjectAddress> objects, Runnable renaming) {
    Set<Integer> views = new LinkedHashSet<>();
    for (ObjectAddress object : objects) {
      for (CatalogRow row : ddl.depend.dependents(object)) {
        if (row.oid("classid") == ObjectAddress.REWRITE
            && row.character("deptype") == Dependencies.NORMAL) {
          views.add(viewOf(row.oid("objid")));
        }
      }
    }
    around(views, renaming);
  }

  /** As {@link #around(List, Runnable)} for columns of a relation, which may be a view itself. */
  void aroundColumns(RelationEntry relation, Runnable renaming) {
    Set<Integer> views = new LinkedHashSet<>();
    if (relation.kind() == 'v' || relation.kind() == 'm') {
      views.add(relation.oid());
    }
    for (CatalogRow row : ddl.depend.dependents(ObjectAddress.relation(relation.oid()))) {
      if (row.oid("classid") == ObjectAddress.REWRITE
          && row.character("deptype") == Dependencies.NORMAL) {
        views.add(viewOf(row.oid("objid")));
      }
    }
    around(views, renaming);
  }

  private int viewOf(int rule) {
    return ddl.editor
        .get("pg_rewrite", CatalogEditor.REWRITE_OID, Catalog.unsigned(rule))
        .oid("ev_class");
  }

  /** As {@link #around(List, Runnable)} for everything that may be named: all views. */
  void aroundAll(Runnable renaming) {
    Set<Integer> views = new LinkedHashSet<>();
    for (CatalogRow row : ddl.editor.all("pg_rewrite")) {
      if (Integer.compareUnsigned(row.oid("ev_class"), 16384) >= 0) {
        views.add(row.oid("ev_class"));
      }
    }
    around(views, renaming);
  }

  private void around(Set<Integer> views, Runnable renaming) {
    List<Before> before = new ArrayList<>();
    for (int view : views) {
      Query query = query(view);
      before.add(new Before(view, query, new Unaliased(query, ddl.relations)));
    }
    renaming.run();
    ddl.step();
    for (Before each : before) {
      String text =
          printer().renamed(each.names()).print(each.query(), columns(ddl.relation(each.view())));
      ddl.editor.update(rule(each.view()), values -> values.text("ev_action", text));
      ddl.step();
    }
  }
}
