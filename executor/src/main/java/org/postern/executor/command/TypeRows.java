package org.postern.executor.command;

import java.util.List;
import java.util.function.Consumer;
import org.postern.executor.types.TypeOid;

/** Rows of pg_type for a type that is no row type, and for the array type over it. */
final class TypeRows {
  private final Ddl ddl;

  TypeRows(Ddl ddl) {
    this.ddl = ddl;
  }

  /** A new type: its oid, {@code typtype} and {@code typcategory}, and the array type's oid. */
  record Spec(int oid, String name, int namespace, char kind, char category, int array) {}

  /** Inserts both rows; {@code more} fills in what depends on the kind. */
  void insert(Spec spec, Consumer<RowValues> more) {
    DefaultPrivileges defaults = new DefaultPrivileges(ddl);
    List<String> acl = defaults.initial(ddl.role(), spec.namespace(), AclKind.TYPE);
    RowValues own =
        row(spec.oid(), spec.name(), spec.namespace())
            .letter("typtype", spec.kind())
            .letter("typcategory", spec.category())
            .oid("typarray", spec.array())
            .texts("typacl", TypeOid.ACLITEM, acl);
    more.accept(own);
    ddl.editor.insert(own);
    char align = (Long) own.values()[own.table().position("typalign")] == 'd' ? 'd' : 'i';
    String arrayName = ddl.names.arrayType(ddl.catalog, spec.name(), spec.namespace());
    ddl.editor.insert(
        row(spec.array(), arrayName, spec.namespace())
            .letter("typtype", 'b')
            .letter("typcategory", 'A')
            .oid("typelem", spec.oid())
            .oid("typsubscript", 6179)
            .oid("typinput", 750)
            .oid("typoutput", 751)
            .oid("typreceive", 2400)
            .oid("typsend", 2401)
            .oid("typanalyze", 3816)
            .letter("typalign", align));
    ObjectAddress self = ObjectAddress.of(ObjectAddress.TYPE, spec.oid());
    ddl.depend.record(
        self, ObjectAddress.of(ObjectAddress.NAMESPACE, spec.namespace()), Dependencies.NORMAL);
    ddl.depend.recordOwner(ObjectAddress.TYPE, spec.oid(), ddl.role());
    defaults.record(ObjectAddress.TYPE, spec.oid(), ddl.role(), acl);
    ddl.depend.record(
        ObjectAddress.of(ObjectAddress.TYPE, spec.array()), self, Dependencies.INTERNAL);
    ddl.step();
  }

  private RowValues row(int oid, String name, int namespace) {
    return ddl.editor
        .row("pg_type")
        .oid("oid", oid)
        .text("typname", name)
        .oid("typnamespace", namespace)
        .oid("typowner", ddl.role())
        .number("typlen", -1)
        .flag("typbyval", false)
        .flag("typispreferred", false)
        .flag("typisdefined", true)
        .letter("typdelim", ',')
        .oid("typrelid", 0)
        .oid("typsubscript", 0)
        .oid("typelem", 0)
        .oid("typarray", 0)
        .oid("typanalyze", 0)
        .oid("typmodin", 0)
        .oid("typmodout", 0)
        .letter("typalign", 'i')
        .letter("typstorage", 'x')
        .flag("typnotnull", false)
        .oid("typbasetype", 0)
        .number("typtypmod", -1)
        .number("typndims", 0)
        .oid("typcollation", 0);
  }
}
