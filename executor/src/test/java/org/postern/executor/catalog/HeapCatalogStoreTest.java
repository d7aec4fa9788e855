package org.postern.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.executor.query.Expr;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.executor.types.io.VectorIo;
import org.postern.storage.error.SqlException;

/** Two sessions on one bootstrapped cluster. */
class HeapCatalogStoreTest {
  @TempDir private static Path directory;
  private static CatalogWorld world;
  private static CatalogWorld.Session mine;
  private static CatalogWorld.Session other;

  @BeforeAll
  static void bootstrap() {
    world = new CatalogWorld(directory);
    mine = world.bootstrap();
    other = world.session();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @AfterEach
  void end() {
    for (CatalogWorld.Session session : List.of(mine, other)) {
      if (session.tm.inTransaction()) {
        session.abort();
      }
    }
  }

  private static Object[] schema(int oid, String name) {
    return new Object[] {(long) oid, Slice.utf8(name), 10L, null};
  }

  private static SystemTable table(String name) {
    return world.tables.table(name);
  }

  /** A row of {@code name} like {@code model}, with other values in some columns. */
  private static Object[] like(CatalogRow model, Object... changes) {
    Object[] values = model.values().clone();
    for (int i = 0; i < changes.length; i += 2) {
      values[model.table().position((String) changes[i])] = changes[i + 1];
    }
    return values;
  }

  @Test
  void shouldSeeOwnRowsOnlyAfterTheCommandWhenInserting() {
    mine.begin();
    mine.store.insert(table("pg_namespace"), schema(20001, "app"));
    assertThat(mine.catalog.namespace("app")).as("same command").isZero();
    mine.store.commandCounterIncrement();
    assertThat(mine.catalog.namespace("app")).isEqualTo(20001);
    other.begin();
    assertThat(other.catalog.namespace("app")).as("not committed").isZero();
    other.commit();
    mine.abort();
    mine.begin();
    assertThat(mine.catalog.namespace("app")).as("rolled back, cache too").isZero();
  }

  @Test
  void shouldTellOtherSessionsWhenCommitted() {
    mine.begin();
    mine.store.insert(table("pg_namespace"), schema(20002, "before"));
    mine.commit();
    other.begin();
    assertThat(other.catalog.namespace("before")).isEqualTo(20002);
    other.commit();

    mine.begin();
    CatalogRow row = mine.catalog.row("pg_namespace", CatalogIndexes.NAMESPACE_OID, 20002L);
    mine.store.update(row, schema(20002, "after"));
    mine.store.commandCounterIncrement();
    assertThat(mine.catalog.namespace("before")).isZero();
    assertThat(mine.catalog.namespace("after")).isEqualTo(20002);
    mine.commit();

    other.begin();
    assertThat(other.catalog.namespace("before")).isZero();
    assertThat(other.catalog.namespace("after")).isEqualTo(20002);
    other.store.delete(other.catalog.row("pg_namespace", CatalogIndexes.NAMESPACE_OID, 20002L));
    other.commit();
    mine.begin();
    assertThat(mine.catalog.namespace("after")).isZero();
  }

  @Test
  void shouldDropCachesOfASubtransactionWhenRolledBack() {
    mine.begin();
    mine.tm.beginSub();
    mine.store.insert(table("pg_namespace"), schema(20003, "sub"));
    mine.store.commandCounterIncrement();
    assertThat(mine.catalog.namespace("sub")).isEqualTo(20003);
    mine.tm.abortSub();
    assertThat(mine.catalog.namespace("sub")).isZero();
    mine.commit();
  }

  @Test
  void shouldRefuseDuplicatesWhenIndexIsUnique() {
    mine.begin();
    mine.store.insert(table("pg_namespace"), schema(20004, "twice"));
    assertThatThrownBy(() -> mine.store.insert(table("pg_namespace"), schema(20005, "twice")))
        .isInstanceOf(SqlException.class)
        .hasMessage(
            "duplicate key value violates unique constraint \"pg_namespace_nspname_index\"");
  }

  @Test
  void shouldKeepIndexEntriesRightWhenUpdatedManyTimes() {
    mine.begin();
    mine.store.insert(table("pg_namespace"), schema(20006, "v0"));
    mine.store.commandCounterIncrement();
    for (int i = 1; i <= 50; i++) {
      CatalogRow row = mine.catalog.row("pg_namespace", CatalogIndexes.NAMESPACE_OID, 20006L);
      String name = i % 5 == 0 ? "v" + i : row.text("nspname");
      Object[] values = schema(20006, name);
      values[2] = (long) i;
      mine.store.update(row, values);
      mine.store.commandCounterIncrement();
      assertThat(mine.catalog.rows("pg_namespace", CatalogIndexes.NAMESPACE_OID, 20006L))
          .hasSize(1);
      assertThat(mine.catalog.namespace(name)).isEqualTo(20006);
    }
    CatalogRow row = mine.catalog.row("pg_namespace", CatalogIndexes.NAMESPACE_OID, 20006L);
    assertThat(row.oid("nspowner")).isEqualTo(50);
    assertThat(mine.catalog.namespace("v45")).isZero();
  }

  @Test
  void shouldGiveOidsNobodyHasWhenAsked() {
    mine.begin();
    int first = mine.store.newOid(table("pg_namespace"));
    assertThat(first).isGreaterThanOrEqualTo(HeapCatalogStore.FIRST_NORMAL_OID);
    mine.store.insert(table("pg_namespace"), schema(first + 1, "next"));
    assertThat(mine.store.newOid(table("pg_namespace"))).isEqualTo(first + 2);
  }

  /** A table users(id int4, mood enum, note text default 'x'), with a primary key. */
  private static void createUsers() {
    CatalogRow pgClass = mine.catalog.row("pg_class", CatalogIndexes.CLASS_OID, 1259L);
    CatalogRow index = mine.catalog.row("pg_class", CatalogIndexes.CLASS_OID, 2662L);
    mine.store.insert(
        table("pg_class"),
        like(
            pgClass,
            "oid",
            30000L,
            "relname",
            Slice.utf8("users"),
            "relnamespace",
            2200L,
            "reltype",
            30001L,
            "relfilenode",
            30000L,
            "relnatts",
            3L,
            "relchecks",
            1L,
            "reloptions",
            ArrayValue.of(TypeOid.TEXT, Slice.utf8("fillfactor=70"))));
    mine.store.insert(
        table("pg_class"),
        like(
            index,
            "oid",
            30005L,
            "relname",
            Slice.utf8("users_pkey"),
            "relnamespace",
            2200L,
            "relfilenode",
            30005L));
    CatalogRow attribute =
        mine.catalog.row("pg_attribute", CatalogIndexes.ATTRIBUTE_RELATION_NUMBER, 1259L, 1L);
    CatalogRow text =
        mine.catalog.row("pg_attribute", CatalogIndexes.ATTRIBUTE_RELATION_NUMBER, 1255L, 26L);
    mine.store.insert(
        table("pg_attribute"),
        like(attribute, "attrelid", 30000L, "attname", Slice.utf8("id"), "atttypid", 23L));
    mine.store.insert(
        table("pg_attribute"),
        like(
            attribute,
            "attrelid",
            30000L,
            "attname",
            Slice.utf8("mood"),
            "attnum",
            2L,
            "atttypid",
            30002L,
            "attnotnull",
            0L,
            "atthasmissing",
            1L,
            "attmissingval",
            ArrayValue.of(30002, 30011L)));
    mine.store.insert(
        table("pg_attribute"),
        like(
            text,
            "attrelid",
            30000L,
            "attname",
            Slice.utf8("note"),
            "attnum",
            3L,
            "atttypid",
            25L,
            "atthasdef",
            1L));
    CatalogRow pgIndex = mine.catalog.row("pg_index", CatalogIndexes.INDEX_OID, 2662L);
    mine.store.insert(
        table("pg_index"),
        like(
            pgIndex,
            "indexrelid",
            30005L,
            "indrelid",
            30000L,
            "indkey",
            VectorIo.of(TypeOid.INT2, 1L),
            "indclass",
            VectorIo.of(TypeOid.OID, 1978L)));
    Expr fallback = new Expr.Const(TypeOid.TEXT, -1, 100, Slice.utf8("x"), -1);
    mine.store.insert(
        table("pg_attrdef"),
        new Object[] {30006L, 30000L, 3L, Slice.utf8(mine.exprText.write(fallback))});
  }

  private static void createTypes() {
    CatalogRow int4 = mine.catalog.row("pg_type", CatalogIndexes.TYPE_OID, 23L);
    CatalogRow array = mine.catalog.row("pg_type", CatalogIndexes.TYPE_OID, 1007L);
    CatalogRow row = mine.catalog.row("pg_type", CatalogIndexes.TYPE_OID, 83L);
    mine.store.insert(
        table("pg_type"),
        like(
            row,
            "oid",
            30001L,
            "typname",
            Slice.utf8("users"),
            "typnamespace",
            2200L,
            "typrelid",
            30000L,
            "typarray",
            0L));
    mine.store.insert(
        table("pg_type"),
        like(
            int4,
            "oid",
            30002L,
            "typname",
            Slice.utf8("mood"),
            "typtype",
            (long) 'e',
            "typcategory",
            (long) 'E',
            "typarray",
            30003L));
    mine.store.insert(
        table("pg_type"),
        like(array, "oid", 30003L, "typname", Slice.utf8("_mood"), "typelem", 30002L));
    mine.store.insert(
        table("pg_type"),
        like(
            int4,
            "oid",
            30004L,
            "typname",
            Slice.utf8("age"),
            "typtype",
            (long) 'd',
            "typbasetype",
            23L,
            "typarray",
            0L));
    String[] labels = {"sad", "ok", "happy"};
    long[] oids = {30012, 30010, 30011};
    for (int i = 0; i < labels.length; i++) {
      mine.store.insert(
          table("pg_enum"),
          new Object[] {oids[i], 30002L, (double) (i + 1), Slice.utf8(labels[i])});
    }
  }

  private static String text(TypeInfo type, Object value) {
    ByteSink sink = new ByteSink();
    type.io().output(value, sink, StandaloneContext.DEFAULT);
    return sink.toString();
  }

  @Test
  void shouldServeUserTablesAndTypesWhenTheirRowsAreThere() {
    mine.begin();
    createTypes();
    mine.store.commandCounterIncrement();
    createUsers();
    mine.commit();

    other.begin();
    int oid = other.relations.relationByName(Catalog.PUBLIC, "users");
    assertThat(oid).isEqualTo(30000);
    RelationEntry entry = other.relations.relation(oid);
    assertThat(entry.columns()).extracting(ColumnEntry::name).containsExactly("id", "mood", "note");
    assertThat(entry.column("mood").missing()).isEqualTo(30011L);
    assertThat(other.handles.table(entry).fillfactor()).isEqualTo(70);
    assertThat(other.handles.shape(entry).attribute(1).missing()).isEqualTo(30011L);
    assertThat(other.relations.columnDefault(oid, 3))
        .isEqualTo(new Expr.Const(TypeOid.TEXT, -1, 100, Slice.utf8("x"), -1));
    assertThat(other.relations.columnDefault(oid, 1)).isNull();
    IndexEntry index = other.relations.indexes(oid).getFirst();
    assertThat(index.primary()).isTrue();
    assertThat(other.handles.index(index).handle().layout().keyCount()).isEqualTo(1);

    TypeInfo mood = other.catalog.type(30002).info();
    assertThat(mood.io().input("happy", -1, StandaloneContext.DEFAULT)).isEqualTo(30011L);
    assertThat(text(mood, 30010L)).isEqualTo("ok");
    assertThat(mood.order().compare(30012L, 30010L)).isNegative();
    assertThatThrownBy(() -> mood.io().input("angry", -1, StandaloneContext.DEFAULT))
        .hasMessage("invalid input value for enum mood: \"angry\"");
    TypeInfo moods = other.catalog.type(30003).info();
    assertThat(text(moods, ArrayValue.of(30002, 30011L, null))).isEqualTo("{happy,NULL}");
    assertThat(text(other.catalog.type(30004).info(), 42L)).isEqualTo("42");
    RowValue row = new RowValue(30001, new Object[] {1L, 30010L, null}, new int[] {23, 30002, 25});
    TypeInfo rowType = other.catalog.type(30001).info();
    byte[] stored = new byte[rowType.io().storedLength(row)];
    rowType.io().store(row, stored, 0);
    assertThat(rowType.io().load(stored, 0, stored.length)).isEqualTo(row);
    other.commit();

    // Adding a column, renaming a label: the other session takes note at its next statement.
    mine.begin();
    CatalogRow pgClass = mine.catalog.row("pg_class", CatalogIndexes.CLASS_OID, 30000L);
    mine.store.update(pgClass, like(pgClass, "relname", Slice.utf8("people")));
    CatalogRow label = mine.catalog.row("pg_enum", CatalogIndexes.ENUM_OID, 30010L);
    mine.store.update(label, like(label, "enumlabel", Slice.utf8("fine")));
    mine.commit();
    other.begin();
    assertThat(other.relations.relationByName(Catalog.PUBLIC, "users")).isZero();
    assertThat(other.relations.relationByName(Catalog.PUBLIC, "people")).isEqualTo(30000);
    assertThat(other.relations.relation(30000).name()).isEqualTo("people");
    assertThat(text(other.catalog.type(30002).info(), 30010L)).isEqualTo("fine");
  }
}
