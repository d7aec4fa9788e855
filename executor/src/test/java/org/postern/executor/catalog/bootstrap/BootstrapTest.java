package org.postern.executor.catalog.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.CatalogWorld;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.SystemTable;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.executor.types.io.StandaloneContext;

class BootstrapTest {
  @TempDir private static Path directory;
  private static CatalogWorld world;
  private static CatalogWorld.Session session;

  @BeforeAll
  static void bootstrap() {
    world = new CatalogWorld(directory);
    session = world.bootstrap();
    session.begin();
  }

  @AfterAll
  static void close() {
    session.commit();
    world.close();
  }

  private static CatalogRow type(int oid) {
    return session.catalog.row("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(oid));
  }

  private static String text(CatalogRow row) {
    StringBuilder line = new StringBuilder();
    for (SystemTable.Column column : row.table().columns()) {
      Object value = row.values()[column.number() - 1];
      line.append(line.isEmpty() ? "" : "|");
      if (value != null) {
        TypeInfo type = BuiltinTypes.get(column.type());
        ByteSink sink = new ByteSink();
        type.io().output(value, sink, StandaloneContext.DEFAULT);
        line.append(sink);
      }
    }
    return line.toString();
  }

  @Test
  void shouldGiveTypesTheirRowsWhenBootstrapped() {
    assertThat(text(type(23)))
        .isEqualTo(
            "23|int4|11|10|4|t|b|N|f|t|,|0|-|0|1007|42|43|2406|2407|-|-|-|i|p|f|0|-1|0|0|||");
    assertThat(text(type(1016)))
        .isEqualTo(
            "1016|_int8|11|10|-1|f|b|A|f|t|,|0|6179|20|0|750|751|2400|2401|-|-|3816|d|x|f|0|-1|0"
                + "|0|||");
    assertThat(type(600)).as("point has no code").isNull();
  }

  @Test
  void shouldFindRowsByNameWhenIndexIsComposite() {
    assertThat(session.catalog.typeByName(Catalog.PG_CATALOG, "timestamptz")).isEqualTo(1184);
    assertThat(session.relations.relationByName(Catalog.PG_CATALOG, "pg_class")).isEqualTo(1259);
    assertThat(session.relations.relationByName(Catalog.PUBLIC, "pg_class")).isZero();
    assertThat(session.catalog.operators("=")).hasSizeGreaterThan(40);
    assertThat(session.catalog.procs("int4pl")).hasSize(1);
    assertThat(session.catalog.cast(23, 20).function()).isEqualTo(481);
    assertThat(session.catalog.defaultOpclass(23, Catalog.BTREE)).isEqualTo(1978);
    assertThat(session.catalog.familyOperator(1976, 23, 20, 1)).isEqualTo(37);
  }

  @Test
  void shouldDescribeSystemTablesWhenAskedThroughRelations() {
    RelationEntry entry = session.relations.relation(1247);
    assertThat(entry.columns()).hasSize(32);
    assertThat(entry.fileNode()).isEqualTo(1247);
    assertThat(entry.toast()).isEqualTo(4171);
    assertThat(entry.rowCount()).isGreaterThan(100);
    List<IndexEntry> indexes = session.relations.indexes(1247);
    assertThat(indexes).extracting(IndexEntry::oid).containsExactly(2703, 2704);
    assertThat(indexes.get(1).keys()).containsExactly(2, 3);
    assertThat(indexes.get(1).families()).containsExactly(1994, 1989);
    assertThat(session.handles.table(entry).locator().relNumber()).isEqualTo(1247);
    assertThat(session.handles.index(indexes.get(1)).codecs()).hasSize(2);
  }

  @Test
  void shouldListAllRelationsWhenScanned() {
    List<CatalogRow> classes = session.store.scan(world.tables.table("pg_class"));
    assertThat(count(classes, 'r')).isEqualTo(64);
    assertThat(count(classes, 't')).isEqualTo(36);
    assertThat(count(classes, 'i')).isEqualTo(122 + 36);
    CatalogRow shared = session.catalog.row("pg_class", CatalogIndexes.CLASS_OID, 1262L);
    assertThat(text(shared))
        .startsWith("1262|pg_database|11|1248|0|10|2|0|1664|")
        .endsWith("|{postgres=arwdDxt/postgres,=r/postgres}||");
  }

  private static long count(List<CatalogRow> classes, char kind) {
    return classes.stream().filter(row -> row.character("relkind") == kind).count();
  }

  @Test
  void shouldReadLongValuesWhenTheyWereMovedOut() {
    for (CatalogRow row : session.store.scan(world.tables.table("pg_rewrite"))) {
      assertThat(row.text("ev_action")).startsWith("SELECT");
    }
    assertThat(session.relations.viewText(12000)).contains("pg_authid");
  }
}
