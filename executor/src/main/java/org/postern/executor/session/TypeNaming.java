package org.postern.executor.session;

import org.postern.executor.analyze.SearchPath;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.sql.parser.Keyword;
import org.postern.executor.types.TypeOid;

/**
 * Names of types as format_type shows them: SQL's spelling for the standard ones, qualified where
 * the search path does not find them.
 */
public final class TypeNaming {
  private final Catalog catalog;
  private final SearchPath path;

  public TypeNaming(Catalog catalog, SearchPath path) {
    this.catalog = catalog;
    this.path = path;
  }

  /** The name without modifier. */
  public String name(int oid) {
    return name(oid, -1, false);
  }

  /** The name with its modifier; {@code withTypmod}: whether one was asked for at all. */
  public String name(int oid, int typmod, boolean withTypmod) {
    if (oid == 0) {
      return "-";
    }
    TypeEntry type = catalog.typeOrNull(oid);
    if (type == null) {
      return "???";
    }
    if (type.isTrueArray() && oid != TypeOid.OIDVECTOR && oid != TypeOid.INT2VECTOR) {
      return name(type.info().elementOid(), typmod, withTypmod) + "[]";
    }
    boolean modified = typmod >= 0;
    String standard =
        switch (oid) {
          case TypeOid.BIT -> modified ? "bit" : withTypmod ? "\"bit\"" : "bit";
          case TypeOid.BOOL -> "boolean";
          case TypeOid.BPCHAR -> modified ? "character" : withTypmod ? "bpchar" : "character";
          case TypeOid.FLOAT4 -> "real";
          case TypeOid.FLOAT8 -> "double precision";
          case TypeOid.INT2 -> "smallint";
          case TypeOid.INT4 -> "integer";
          case TypeOid.INT8 -> "bigint";
          case TypeOid.NUMERIC -> "numeric";
          case TypeOid.INTERVAL -> "interval";
          case TypeOid.TIME ->
              modified ? "time" + modifier(type, typmod) : "time without time zone";
          case TypeOid.TIMETZ -> modified ? "time" + modifier(type, typmod) : "time with time zone";
          case TypeOid.TIMESTAMP ->
              modified ? "timestamp" + modifier(type, typmod) : "timestamp without time zone";
          case TypeOid.TIMESTAMPTZ ->
              modified ? "timestamp" + modifier(type, typmod) : "timestamp with time zone";
          case TypeOid.VARBIT -> "bit varying";
          case TypeOid.VARCHAR -> "character varying";
          default -> null;
        };
    if (standard != null) {
      // Bare: the modifier is in the words already, or such a type has none.
      boolean bare =
          oid == TypeOid.BOOL
              || oid == TypeOid.FLOAT4
              || oid == TypeOid.FLOAT8
              || oid == TypeOid.INT2
              || oid == TypeOid.INT4
              || oid == TypeOid.INT8
              || oid == TypeOid.TIME
              || oid == TypeOid.TIMETZ
              || oid == TypeOid.TIMESTAMP
              || oid == TypeOid.TIMESTAMPTZ;
      return bare ? standard : standard + modifier(type, typmod);
    }
    return qualified(type) + modifier(type, typmod);
  }

  private static String modifier(TypeEntry type, int typmod) {
    return typmod < 0 ? "" : type.info().io().typmodOut(typmod);
  }

  private String qualified(TypeEntry type) {
    String quoted = quote(type.name());
    return isVisible(type) ? quoted : quote(catalog.namespaceName(type.namespace())) + "." + quoted;
  }

  /** Whether the bare name finds this type. */
  public boolean isVisible(TypeEntry type) {
    for (int namespace : path.effective()) {
      int found = catalog.typeByName(namespace, type.name());
      if (found != 0) {
        return found == type.oid();
      }
    }
    return false;
  }

  /** The identifier, quoted where it must be. */
  public static String quote(String identifier) {
    boolean plain = !identifier.isEmpty() && isStart(identifier.charAt(0));
    for (int i = 0; i < identifier.length() && plain; i++) {
      char c = identifier.charAt(i);
      plain = isStart(c) || c >= '0' && c <= '9';
    }
    if (plain) {
      Keyword keyword = Keyword.lookup(identifier);
      plain = keyword == null || keyword.category() == Keyword.Category.UNRESERVED;
    }
    return plain ? identifier : "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  private static boolean isStart(char c) {
    return c >= 'a' && c <= 'z' || c == '_';
  }
}
