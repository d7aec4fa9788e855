package org.postern.executor.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.TypeOrder;
import org.postern.executor.types.TypeOrders;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.executor.types.io.MultirangeIo;
import org.postern.executor.types.io.RangeIo;
import org.postern.executor.types.io.RecordIo;
import org.postern.executor.types.range.RangeOrder;
import org.postern.executor.types.range.RangeShape;
import org.postern.executor.types.range.Step;
import org.postern.storage.error.SqlException;

/**
 * The code behind types that users make: domains share their base's, enums go by their labels in
 * pg_enum, ranges by pg_range, composite types by their fields, and each has its array type.
 *
 * <p>A domain's constraints are not part of its input here: whoever coerces to the domain checks
 * them.
 */
public final class CatalogTypes implements Catalog.DerivedTypes {
  private final IntFunction<TypeInfo> types;
  private final Map<Integer, EnumLabels> enums = new HashMap<>();
  private Catalog catalog;

  /** {@code types} finds any type by oid. */
  public CatalogTypes(IntFunction<TypeInfo> types) {
    this.types = types;
  }

  /** Says whose pg_enum is read; the catalog needs this object first. */
  public void attach(Catalog owner) {
    this.catalog = owner;
  }

  /** Labels may have been added or renamed. */
  public void invalidate(int catalogOid, int relation) {
    if (catalogOid == 0 || catalogOid == CatalogOids.ENUM || catalogOid == CatalogOids.TYPE) {
      enums.values().forEach(EnumLabels::forget);
    }
  }

  @Override
  public TypeInfo derive(CatalogRow row) {
    int oid = row.oid("oid");
    return switch (row.character("typtype")) {
      case 'd' -> {
        TypeInfo base = types.apply(row.oid("typbasetype"));
        yield info(row, base.io(), base.order());
      }
      case 'e' -> {
        EnumLabels labels = enums.computeIfAbsent(oid, type -> new EnumLabels(catalog, type));
        yield info(row, new EnumIo(row.text("typname"), labels), labels);
      }
      case 'c' -> info(row, new RecordIo(oid, types), TypeOrders.rows(types));
      case 'r' -> info(row, range(catalog.range(oid)), RangeOrder.RANGES);
      case 'm' -> info(row, new MultirangeIo(range(catalog.range(oid))), RangeOrder.MULTIRANGES);
      case 'b' -> {
        if (row.oid("typelem") == 0 || row.character("typcategory") != 'A') {
          throw SqlException.notSupported("base type " + row.text("typname"));
        }
        TypeInfo array = BuiltinTypes.arrayOver(types.apply(row.oid("typelem")));
        yield info(row, array.io(), array.order());
      }
      default -> throw SqlException.notSupported("type " + row.text("typname"));
    };
  }

  private RangeIo range(RangeEntry entry) {
    return new RangeIo(
        new RangeShape(
            entry.range(),
            entry.multirange(),
            types.apply(entry.subtype()),
            Step.of(entry.canonical())));
  }

  private static TypeInfo info(CatalogRow row, TypeIo io, TypeOrder order) {
    return new TypeInfo(
        row.oid("oid"),
        row.text("typname"),
        row.integer("typlen"),
        row.character("typalign"),
        row.character("typstorage"),
        row.character("typcategory"),
        row.bool("typispreferred"),
        row.character("typdelim"),
        row.oid("typelem"),
        row.oid("typarray"),
        io,
        order);
  }
}
