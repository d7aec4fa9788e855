package org.postern.executor.catalog;

import java.util.HashMap;
import java.util.Map;
import org.postern.executor.types.TypeOrder;

/** The labels of one enum type and their order, read from pg_enum when first needed. */
final class EnumLabels implements TypeOrder {
  private final Catalog catalog;
  private final int type;
  private final Map<Integer, Label> byOid = new HashMap<>();
  private final Map<String, Integer> byText = new HashMap<>();
  private boolean loaded;

  private record Label(String text, double position) {}

  EnumLabels(Catalog catalog, int type) {
    this.catalog = catalog;
    this.type = type;
  }

  void forget() {
    loaded = false;
  }

  private void load() {
    byOid.clear();
    byText.clear();
    for (CatalogRow row :
        catalog.rows("pg_enum", CatalogIndexes.ENUM_TYPE_LABEL, Catalog.unsigned(type))) {
      int oid = row.oid("oid");
      byOid.put(oid, new Label(row.text("enumlabel"), row.number("enumsortorder")));
      byText.put(row.text("enumlabel"), oid);
    }
    loaded = true;
  }

  /** The oid of a label, or 0. */
  int oid(String text) {
    if (!loaded) {
      load();
    }
    return byText.getOrDefault(text, 0);
  }

  /** The label with this oid, or null. */
  String text(int oid) {
    Label label = label(oid);
    return label == null ? null : label.text();
  }

  private Label label(int oid) {
    if (!loaded) {
      load();
    }
    return byOid.get(oid);
  }

  @Override
  public int compare(Object left, Object right) {
    if (left.equals(right)) {
      return 0;
    }
    Label a = label(((Long) left).intValue());
    Label b = label(((Long) right).intValue());
    if (a == null || b == null) {
      return Long.compare((Long) left, (Long) right);
    }
    return Double.compare(a.position(), b.position());
  }

  @Override
  public int hash(Object value) {
    return Long.hashCode((Long) value);
  }
}
