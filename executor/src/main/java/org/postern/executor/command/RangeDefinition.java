package org.postern.executor.command;

import java.util.List;
import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The options of CREATE TYPE ... AS RANGE, resolved. {@code multirange} is null where the name of
 * the multirange type is left to the server.
 *
 * <p>Source: PostgreSQL documentation, CREATE TYPE.
 */
record RangeDefinition(
    TypeEntry subtype, int opclass, int collation, int difference, QualifiedName multirange) {

  static RangeDefinition resolve(Ddl ddl, List<Option> options) {
    Reader reader = new Reader(ddl, options);
    TypeEntry subtype = reader.subtype();
    return new RangeDefinition(
        subtype,
        reader.opclass(subtype.oid()),
        reader.collation(subtype),
        reader.difference(subtype.oid()),
        reader.name("multirange_type_name"));
  }

  /** Looks options up. */
  private record Reader(Ddl ddl, List<Option> options) {
    private static final List<String> KNOWN =
        List.of(
            "subtype",
            "subtype_opclass",
            "collation",
            "canonical",
            "subtype_diff",
            "multirange_type_name");

    Reader {
      for (int i = 0; i < options.size(); i++) {
        Option option = options.get(i);
        if (!KNOWN.contains(option.name())) {
          throw SqlException.error(
              SqlState.SYNTAX_ERROR, "type attribute \"%s\" not recognized", option.name());
        }
        for (Option earlier : options.subList(0, i)) {
          if (earlier.name().equals(option.name())) {
            throw SqlException.error(SqlState.SYNTAX_ERROR, "conflicting or redundant options")
                .withPosition(option.location() + 1);
          }
        }
      }
    }

    private OptionValue value(String name) {
      for (Option option : options) {
        if (option.name().equals(name)) {
          return option.value();
        }
      }
      return null;
    }

    /** The value as the name of an object; null when the option is not given. */
    QualifiedName name(String option) {
      return switch (value(option)) {
        case null -> null;
        case OptionValue.Name n -> n.name();
        case OptionValue.Type t -> new QualifiedName(t.type().names(), t.type().location());
        case OptionValue.Text t -> new QualifiedName(List.of(t.value()), -1);
        case OptionValue other ->
            throw SqlException.error(
                SqlState.SYNTAX_ERROR, "argument of %s must be a name", option);
      };
    }

    TypeEntry subtype() {
      OptionValue value = value("subtype");
      if (value == null) {
        throw SqlException.error(SqlState.SYNTAX_ERROR, "type attribute \"subtype\" is required");
      }
      int oid =
          value instanceof OptionValue.Type t
              ? new TypeNames(ddl.analyzer()).resolve(t.type()).type()
              : TypeDefinitions.resolve(ddl, name("subtype"));
      TypeEntry subtype = ddl.catalog.type(oid);
      if (subtype.kind() == 'p') {
        throw SqlException.error(
            SqlState.DATATYPE_MISMATCH,
            "range subtype cannot be %s",
            ddl.analyzer().types().typeName(oid));
      }
      if (value("canonical") != null) {
        throw SqlException.error(
                SqlState.INVALID_OBJECT_DEFINITION,
                "cannot specify a canonical function without a pre-created shell type")
            .withHint(
                "Create the type as a shell type, then create its canonicalization function,"
                    + " then do a full CREATE TYPE.");
      }
      return subtype;
    }

    int opclass(int subtype) {
      QualifiedName name = name("subtype_opclass");
      if (name != null) {
        return new OperatorClasses(ddl).named(name, subtype);
      }
      int usual = ddl.catalog.defaultOpclass(subtype, Catalog.BTREE);
      if (usual == 0) {
        throw SqlException.error(
                SqlState.UNDEFINED_OBJECT,
                "data type %s has no default operator class for access method \"btree\"",
                ddl.analyzer().types().typeName(subtype))
            .withHint(
                "You must specify an operator class for the range type or define a default"
                    + " operator class for the subtype.");
      }
      return usual;
    }

    int collation(TypeEntry subtype) {
      QualifiedName name = name("collation");
      if (name != null && subtype.collation() == 0) {
        throw SqlException.error(
            SqlState.WRONG_OBJECT_TYPE,
            "range collation specified but subtype does not support collation");
      }
      return new ColumnTypes(ddl).collation(subtype, name);
    }

    int difference(int subtype) {
      QualifiedName name = name("subtype_diff");
      if (name == null) {
        return 0;
      }
      String type = ddl.analyzer().types().typeName(subtype);
      String signature = name + "(" + type + ", " + type + ")";
      ProcEntry found = null;
      for (ProcEntry proc : ddl.catalog.procs(name.name())) {
        boolean visible =
            name.schema() == null
                ? ddl.analyzer().searchPath().effective().contains(proc.namespace())
                : ddl.catalog.namespace(name.schema()) == proc.namespace();
        if (visible && proc.argTypes().equals(List.of(subtype, subtype))) {
          found = proc;
        }
      }
      if (found == null) {
        throw SqlException.error(
            SqlState.UNDEFINED_FUNCTION, "function %s does not exist", signature);
      }
      if (found.resultType() != TypeOid.FLOAT8) {
        throw SqlException.error(
            SqlState.INVALID_OBJECT_DEFINITION,
            "range subtype diff function %s must return type %s",
            signature,
            "double precision");
      }
      if (!found.isImmutable()) {
        throw SqlException.error(
            SqlState.INVALID_OBJECT_DEFINITION,
            "range subtype diff function %s must be immutable",
            signature);
      }
      return found.oid();
    }
  }
}
