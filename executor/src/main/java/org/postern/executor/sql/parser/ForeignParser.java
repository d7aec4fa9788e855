package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.GenericStatement;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.sql.ast.Statement;

/** Foreign-data wrappers, servers, user mappings and IMPORT FOREIGN SCHEMA. */
final class ForeignParser extends GrammarPart {
  ForeignParser(Grammar grammar) {
    super(grammar);
  }

  /** After CREATE FOREIGN, at DATA. */
  Statement createWrapper(int location) {
    expect(Keyword.DATA);
    expect(Keyword.WRAPPER);
    int nameLocation = location();
    String name = colId();
    Details details = new Details(location);
    wrapperFunctions(details);
    details.addAll(grammar.options().optionalForeignOptions());
    return details.statement("CREATE FOREIGN DATA WRAPPER", name, nameLocation);
  }

  private boolean wrapperFunctions(Details details) {
    boolean any = false;
    while (true) {
      if (at(Keyword.HANDLER) || at(Keyword.VALIDATOR)) {
        details.name(next().text(), anyName());
      } else if (at(Keyword.NO, Keyword.HANDLER) || at(Keyword.NO, Keyword.VALIDATOR)) {
        next();
        details.name(next().text(), null);
      } else {
        return any;
      }
      any = true;
    }
  }

  /** After ALTER FOREIGN DATA WRAPPER. */
  Statement alterWrapper(int location) {
    ObjectName.Named object = grammar.objects().singleName();
    Statement common =
        grammar.objects().renameOrOwner(ObjectType.FOREIGN_DATA_WRAPPER, object, location);
    if (common != null) {
      return common;
    }
    Details details = new Details(location);
    boolean any = wrapperFunctions(details);
    if (!any || at(Keyword.OPTIONS)) {
      details.addAll(grammar.options().alteredForeignOptions());
    }
    return details.statement("ALTER FOREIGN DATA WRAPPER", object.name());
  }

  /** At SERVER. */
  Statement createServer(int location) {
    next();
    Details details = new Details(location).flag("if_not_exists", ifNotExists());
    int nameLocation = location();
    String name = colId();
    details.text("type", accept(Keyword.TYPE) ? string() : null);
    if (accept(Keyword.VERSION)) {
      details.text("version", accept(Keyword.NULL) ? null : string());
    }
    expect(Keyword.FOREIGN);
    expect(Keyword.DATA);
    expect(Keyword.WRAPPER);
    details.text("wrapper", colId());
    details.addAll(grammar.options().optionalForeignOptions());
    return details.statement("CREATE SERVER", name, nameLocation);
  }

  /** After ALTER, at SERVER. */
  Statement alterServer(int location) {
    next();
    ObjectName.Named object = grammar.objects().singleName();
    Statement common = grammar.objects().renameOrOwner(ObjectType.FOREIGN_SERVER, object, location);
    if (common != null) {
      return common;
    }
    Details details = new Details(location);
    boolean version = accept(Keyword.VERSION);
    if (version) {
      details.text("version", accept(Keyword.NULL) ? null : string());
    }
    if (!version || at(Keyword.OPTIONS)) {
      details.addAll(grammar.options().alteredForeignOptions());
    }
    return details.statement("ALTER SERVER", object.name());
  }

  /** USER MAPPING, unless MAPPING is the name of a user. */
  boolean atUserMapping() {
    Keyword after = tokens.peek(2).keyword();
    return at(Keyword.USER, Keyword.MAPPING) && (after == Keyword.FOR || after == Keyword.IF);
  }

  private RoleSpec mappedRole() {
    int location = location();
    if (accept(Keyword.USER)) {
      return new RoleSpec(RoleSpec.Kind.CURRENT_USER, null, location);
    }
    return grammar.roles().roleSpec();
  }

  /** {@code FOR role SERVER name}. */
  private QualifiedName mapping(Details details) {
    expect(Keyword.FOR);
    details.tree("role", mappedRole());
    expect(Keyword.SERVER);
    int location = location();
    return QualifiedName.of(colId(), location);
  }

  /** At USER MAPPING. */
  Statement createUserMapping(int location) {
    next();
    next();
    Details details = new Details(location).flag("if_not_exists", mandatoryIfNotExists());
    QualifiedName server = mapping(details);
    details.addAll(grammar.options().optionalForeignOptions());
    return details.statement("CREATE USER MAPPING", server);
  }

  Statement alterUserMapping(int location) {
    next();
    next();
    Details details = new Details(location);
    QualifiedName server = mapping(details);
    details.addAll(grammar.options().alteredForeignOptions());
    return details.statement("ALTER USER MAPPING", server);
  }

  Statement dropUserMapping(int location) {
    next();
    next();
    Details details = new Details(location).flag("if_exists", at(Keyword.IF));
    if (accept(Keyword.IF)) {
      expect(Keyword.EXISTS);
    }
    QualifiedName server = mapping(details);
    return details.statement("DROP USER MAPPING", server);
  }

  GenericStatement importSchema() {
    int location = location();
    next();
    expect(Keyword.FOREIGN);
    expect(Keyword.SCHEMA);
    int nameLocation = location();
    String name = colId();
    Details details = new Details(location);
    if (accept(Keyword.LIMIT)) {
      expect(Keyword.TO);
      details.trees("limit_to", parenthesizedList(this::relationExpression));
    } else if (accept(Keyword.EXCEPT)) {
      details.trees("except", parenthesizedList(this::relationExpression));
    }
    expect(Keyword.FROM);
    expect(Keyword.SERVER);
    details.text("server", colId());
    expect(Keyword.INTO);
    details.text("into", colId());
    details.addAll(grammar.options().optionalForeignOptions());
    return details.statement("IMPORT FOREIGN SCHEMA", name, nameLocation);
  }
}
