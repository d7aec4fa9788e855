package org.postern.executor.command;

import java.util.List;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.TypeStatement;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * CREATE TYPE ... AS RANGE: the range type, its multirange type, an array type over each, the
 * functions that construct values, and the cast from the one to the other.
 *
 * <p>Source: PostgreSQL documentation, section 8.17.8 "Defining New Range Types".
 */
final class RangeTypes {
  private final Ddl ddl;

  RangeTypes(Ddl ddl) {
    this.ddl = ddl;
  }

  void create(TypeStatement.CreateRange statement) {
    String name = statement.name().name();
    int namespace = new TypeCommands(ddl).namespaceFor(statement.name());
    RangeDefinition definition = RangeDefinition.resolve(ddl, statement.options());
    int range = ddl.editor.newOid("pg_type");
    int rangeArray = ddl.editor.newOid("pg_type");
    int multirange = ddl.editor.newOid("pg_type");
    int multirangeArray = ddl.editor.newOid("pg_type");
    QualifiedName written = definition.multirange();
    int multirangeNamespace =
        written == null ? namespace : new TypeCommands(ddl).namespaceFor(written);
    char align = definition.subtype().info().align() == 'd' ? 'd' : 'i';
    insertRange(range, multirange, definition);
    new TypeRows(ddl)
        .insert(
            new TypeRows.Spec(range, name, namespace, 'r', 'R', rangeArray),
            row ->
                row.letter("typalign", align)
                    .oid("typinput", 3834)
                    .oid("typoutput", 3835)
                    .oid("typreceive", 3836)
                    .oid("typsend", 3837)
                    .oid("typanalyze", 3916));
    String multirangeName =
        written == null ? chosenName(name, multirangeNamespace) : written.name();
    new TypeRows(ddl)
        .insert(
            new TypeRows.Spec(
                multirange, multirangeName, multirangeNamespace, 'm', 'R', multirangeArray),
            row ->
                row.letter("typalign", align)
                    .oid("typinput", 4231)
                    .oid("typoutput", 4232)
                    .oid("typreceive", 4233)
                    .oid("typsend", 4234)
                    .oid("typanalyze", 4242));
    dependOn(range, definition);
    ObjectAddress self = ObjectAddress.of(ObjectAddress.TYPE, range);
    ObjectAddress ranges = ObjectAddress.of(ObjectAddress.TYPE, multirange);
    ddl.depend.record(ranges, self, Dependencies.INTERNAL);

    int subtype = definition.subtype().oid();
    Constructor two = new Constructor(name, namespace, range, "range_constructor2");
    function(two, List.of(subtype, subtype), false, 0, self);
    Constructor three = new Constructor(name, namespace, range, "range_constructor3");
    function(three, List.of(subtype, subtype, TypeOid.TEXT), false, 0, self);
    for (int count = 0; count <= 2; count++) {
      Constructor made =
          new Constructor(
              multirangeName, multirangeNamespace, multirange, "multirange_constructor" + count);
      List<Integer> arguments = count == 0 ? List.of() : List.of(count == 1 ? range : rangeArray);
      int function = function(made, arguments, true, count == 2 ? range : 0, ranges);
      if (count == 1) {
        cast(range, multirange, function);
      }
    }
    ddl.step();
  }

  /** "range" in the name becomes "multirange"; without it "_multirange" is added. */
  private String chosenName(String range, int namespace) {
    int at = range.indexOf("range");
    String name =
        at < 0
            ? ObjectNames.clip(range, ObjectNames.MAX_BYTES - "_multirange".length())
                + "_multirange"
            : ObjectNames.clip(
                range.substring(0, at) + "multi" + range.substring(at), ObjectNames.MAX_BYTES);
    int existing = ddl.catalog.typeByName(namespace, name);
    if (existing == 0) {
      return name;
    }
    if (!ddl.catalog.type(existing).isTrueArray()) {
      throw SqlException.error(SqlState.DUPLICATE_OBJECT, "type \"%s\" already exists", name)
          .withDetail("Failed while creating a multirange type for type \"%s\".", range)
          .withHint(
              "You can manually specify a multirange type name using the"
                  + " \"multirange_type_name\" attribute.");
    }
    new RelationCreator(ddl).freeTypeName(name, namespace);
    return name;
  }

  private void insertRange(int range, int multirange, RangeDefinition definition) {
    ddl.editor.insert(
        ddl.editor
            .row("pg_range")
            .oid("rngtypid", range)
            .oid("rngsubtype", definition.subtype().oid())
            .oid("rngmultitypid", multirange)
            .oid("rngcollation", definition.collation())
            .oid("rngsubopc", definition.opclass())
            .oid("rngcanonical", 0)
            .oid("rngsubdiff", definition.difference()));
  }

  private void dependOn(int range, RangeDefinition definition) {
    ObjectAddress self = ObjectAddress.of(ObjectAddress.TYPE, range);
    ddl.depend.record(
        self,
        ObjectAddress.of(ObjectAddress.TYPE, definition.subtype().oid()),
        Dependencies.NORMAL);
    ddl.depend.record(
        self, ObjectAddress.of(ObjectAddress.OPCLASS, definition.opclass()), Dependencies.NORMAL);
    if (definition.collation() != 0) {
      ddl.depend.record(
          self,
          ObjectAddress.of(ObjectAddress.COLLATION, definition.collation()),
          Dependencies.NORMAL);
    }
    if (definition.difference() != 0) {
      ddl.depend.record(
          self, ObjectAddress.of(ObjectAddress.PROC, definition.difference()), Dependencies.NORMAL);
    }
  }

  private record Constructor(String name, int namespace, int result, String source) {}

  private int function(
      Constructor made,
      List<Integer> arguments,
      boolean strict,
      int variadic,
      ObjectAddress owner) {
    int oid = ddl.editor.newOid("pg_proc");
    RowValues row =
        ddl.editor
            .row("pg_proc")
            .oid("oid", oid)
            .text("proname", made.name())
            .oid("pronamespace", made.namespace())
            .oid("proowner", ddl.role())
            .oid("prolang", ProcEntry.INTERNAL_LANGUAGE)
            .set("procost", 1.0)
            .set("prorows", 0.0)
            .oid("provariadic", variadic)
            .oid("prosupport", 0)
            .letter("prokind", 'f')
            .flag("prosecdef", false)
            .flag("proleakproof", false)
            .flag("proisstrict", strict)
            .flag("proretset", false)
            .letter("provolatile", 'i')
            .letter("proparallel", 's')
            .number("pronargs", arguments.size())
            .number("pronargdefaults", 0)
            .oid("prorettype", made.result())
            .vector("proargtypes", TypeOid.OID, arguments)
            .text("prosrc", made.source());
    if (variadic != 0) {
      row.oids("proallargtypes", arguments).letters("proargmodes", "v");
    }
    ddl.editor.insert(row);
    ObjectAddress self = ObjectAddress.of(ObjectAddress.PROC, oid);
    ddl.depend.record(self, owner, Dependencies.INTERNAL);
    ddl.depend.recordOwner(ObjectAddress.PROC, oid, ddl.role());
    ddl.step();
    return oid;
  }

  private void cast(int range, int multirange, int function) {
    int oid = ddl.editor.newOid("pg_cast");
    ddl.editor.insert(
        ddl.editor
            .row("pg_cast")
            .oid("oid", oid)
            .oid("castsource", range)
            .oid("casttarget", multirange)
            .oid("castfunc", function)
            .letter("castcontext", 'e')
            .letter("castmethod", 'f'));
    ObjectAddress self = ObjectAddress.of(ObjectAddress.CAST, oid);
    for (int type : new int[] {range, multirange}) {
      ddl.depend.record(self, ObjectAddress.of(ObjectAddress.TYPE, type), Dependencies.INTERNAL);
    }
    ddl.depend.record(self, ObjectAddress.of(ObjectAddress.PROC, function), Dependencies.INTERNAL);
  }
}
