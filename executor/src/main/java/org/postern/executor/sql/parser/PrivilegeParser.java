package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.PrivilegeStatement.AlterDefaultPrivileges;
import org.postern.executor.sql.ast.PrivilegeStatement.Grant;
import org.postern.executor.sql.ast.PrivilegeStatement.GrantRole;
import org.postern.executor.sql.ast.PrivilegeStatement.Privilege;
import org.postern.executor.sql.ast.PrivilegeStatement.TargetKind;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.sql.ast.Statement;

/**
 * GRANT, REVOKE and ALTER DEFAULT PRIVILEGES.
 *
 * <p>Source: PostgreSQL documentation, the reference pages of these commands.
 */
final class PrivilegeParser extends GrammarPart {
  PrivilegeParser(Grammar grammar) {
    super(grammar);
  }

  Statement grant() {
    int location = location();
    next();
    boolean all = at(Keyword.ALL);
    List<Privilege> privileges = privileges();
    if (!all && accept(Keyword.TO)) {
      List<RoleSpec> roles = grammar.roles().roleList();
      boolean admin = accept(Keyword.WITH);
      if (admin) {
        expect(Keyword.ADMIN);
        expect(Keyword.OPTION);
      }
      return new GrantRole(true, privileges, roles, admin, grantedBy(), false, location);
    }
    expect(Keyword.ON);
    Target target = target();
    expect(Keyword.TO);
    List<RoleSpec> grantees = grantees();
    boolean option = withGrantOption();
    return new Grant(
        true,
        privileges,
        target.target,
        target.kind,
        target.objects,
        grantees,
        option,
        grantedBy(),
        false,
        location);
  }

  Statement revoke() {
    int location = location();
    next();
    boolean option = at(Keyword.GRANT);
    boolean admin = at(Keyword.ADMIN, Keyword.OPTION);
    if (option || admin) {
      next();
      expect(Keyword.OPTION);
      expect(Keyword.FOR);
    }
    boolean all = at(Keyword.ALL);
    List<Privilege> privileges = privileges();
    if (!all && !option && at(Keyword.FROM)) {
      next();
      List<RoleSpec> roles = grammar.roles().roleList();
      RoleSpec grantor = grantedBy();
      return new GrantRole(false, privileges, roles, admin, grantor, dropBehavior(), location);
    }
    if (admin) {
      throw syntaxError();
    }
    expect(Keyword.ON);
    Target target = target();
    expect(Keyword.FROM);
    List<RoleSpec> grantees = grantees();
    RoleSpec grantor = grantedBy();
    return new Grant(
        false,
        privileges,
        target.target,
        target.kind,
        target.objects,
        grantees,
        option,
        grantor,
        dropBehavior(),
        location);
  }

  private boolean withGrantOption() {
    if (!accept(Keyword.WITH)) {
      return false;
    }
    expect(Keyword.GRANT);
    expect(Keyword.OPTION);
    return true;
  }

  private RoleSpec grantedBy() {
    if (!accept(Keyword.GRANTED)) {
      return null;
    }
    expect(Keyword.BY);
    return grammar.roles().roleSpec();
  }

  /** A list, or empty for ALL. */
  private List<Privilege> privileges() {
    if (!accept(Keyword.ALL)) {
      return commaList(this::privilege);
    }
    accept(Keyword.PRIVILEGES);
    return at('(') ? List.of(new Privilege(null, parenthesizedNames())) : List.of();
  }

  private Privilege privilege() {
    if (accept(Keyword.ALTER, Keyword.SYSTEM)) {
      return new Privilege("alter system", List.of());
    }
    String name =
        at(Keyword.SELECT) || at(Keyword.REFERENCES) || at(Keyword.CREATE)
            ? next().text()
            : colId();
    return new Privilege(name, optionalNames());
  }

  private List<RoleSpec> grantees() {
    return commaList(() -> {
      if (at(Keyword.GROUP)) {
        next();
      }
      return grammar.roles().roleSpec();
    });
  }

  private record Target(TargetKind target, ObjectType kind, List<ObjectName> objects) {}

  private Target target() {
    if (accept(Keyword.ALL)) {
      return allInSchema();
    }
    ObjectType kind = targetKind();
    List<ObjectName> objects =
        commaList(() ->
            switch (kind) {
              case FUNCTION, PROCEDURE, ROUTINE -> grammar.routines().signature();
              case LARGE_OBJECT -> grammar.objects().largeObject();
              case PARAMETER -> parameter();
              case TABLE, SEQUENCE -> relation();
              case DOMAIN, TYPE -> grammar.objects().dottedName();
              default -> grammar.objects().singleName();
            });
    return new Target(TargetKind.OBJECT, kind, objects);
  }

  private ObjectName relation() {
    int location = location();
    var relation = relationName();
    List<String> parts = new ArrayList<>(3);
    if (relation.catalog() != null) {
      parts.add(relation.catalog());
    }
    if (relation.schema() != null) {
      parts.add(relation.schema());
    }
    parts.add(relation.name());
    return new ObjectName.Named(new QualifiedName(parts, location), location);
  }

  private ObjectName parameter() {
    int location = location();
    String name = grammar.variables().variableName();
    return new ObjectName.Named(QualifiedName.of(name, location), location);
  }

  /** The words before the names; none means TABLE. Each may also be a table's name. */
  private ObjectType targetKind() {
    Keyword keyword = tokens.current().keyword();
    Token after = tokens.peek(1);
    if (keyword == null) {
      return ObjectType.TABLE;
    }
    switch (keyword) {
      case TABLE -> {
        next();
        return ObjectType.TABLE;
      }
      case FOREIGN -> {
        next();
        if (accept(Keyword.SERVER)) {
          return ObjectType.FOREIGN_SERVER;
        }
        expect(Keyword.DATA);
        expect(Keyword.WRAPPER);
        return ObjectType.FOREIGN_DATA_WRAPPER;
      }
      case LARGE -> {
        if (after.keyword() == Keyword.OBJECT) {
          next();
          next();
          return ObjectType.LARGE_OBJECT;
        }
        return ObjectType.TABLE;
      }
      case SEQUENCE, FUNCTION, PROCEDURE, ROUTINE, DATABASE, DOMAIN, LANGUAGE, PARAMETER -> {
        return keywordKind(keyword, after);
      }
      case SCHEMA, TABLESPACE, TYPE -> {
        return keywordKind(keyword, after);
      }
      default -> {
        return ObjectType.TABLE;
      }
    }
  }

  private ObjectType keywordKind(Keyword keyword, Token after) {
    if (!isColId(after) && !isTypeFunctionName(after)) {
      return ObjectType.TABLE;
    }
    next();
    return ObjectType.valueOf(keyword.name());
  }

  private Target allInSchema() {
    Keyword keyword = tokens.current().keyword();
    ObjectType kind =
        keyword == null
            ? null
            : switch (keyword) {
              case TABLES -> ObjectType.TABLE;
              case SEQUENCES -> ObjectType.SEQUENCE;
              case FUNCTIONS -> ObjectType.FUNCTION;
              case PROCEDURES -> ObjectType.PROCEDURE;
              case ROUTINES -> ObjectType.ROUTINE;
              default -> null;
            };
    if (kind == null) {
      throw syntaxError();
    }
    next();
    expect(Keyword.IN);
    expect(Keyword.SCHEMA);
    List<ObjectName> schemas = commaList(() -> grammar.objects().singleName());
    return new Target(TargetKind.ALL_IN_SCHEMA, kind, schemas);
  }

  /** After ALTER DEFAULT, at PRIVILEGES. */
  Statement alterDefault(int location) {
    expect(Keyword.PRIVILEGES);
    List<RoleSpec> roles = new ArrayList<>();
    List<String> schemas = new ArrayList<>();
    while (true) {
      if (accept(Keyword.IN)) {
        expect(Keyword.SCHEMA);
        schemas.addAll(nameList());
      } else if (accept(Keyword.FOR)) {
        if (!accept(Keyword.ROLE)) {
          expect(Keyword.USER);
        }
        roles.addAll(grammar.roles().roleList());
      } else {
        return new AlterDefaultPrivileges(roles, schemas, defaultGrant(), location);
      }
    }
  }

  private Grant defaultGrant() {
    int location = location();
    boolean grant = accept(Keyword.GRANT);
    boolean option = false;
    if (!grant) {
      expect(Keyword.REVOKE);
      option = accept(Keyword.GRANT);
      if (option) {
        expect(Keyword.OPTION);
        expect(Keyword.FOR);
      }
    }
    List<Privilege> privileges = privileges();
    expect(Keyword.ON);
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    ObjectType kind =
        switch (keyword) {
          case TABLES -> ObjectType.TABLE;
          case FUNCTIONS, ROUTINES -> ObjectType.FUNCTION;
          case SEQUENCES -> ObjectType.SEQUENCE;
          case TYPES -> ObjectType.TYPE;
          case SCHEMAS -> ObjectType.SCHEMA;
          default -> throw syntaxError();
        };
    next();
    expect(grant ? Keyword.TO : Keyword.FROM);
    List<RoleSpec> grantees = grantees();
    boolean cascade = false;
    if (grant) {
      option = withGrantOption();
    } else {
      cascade = dropBehavior();
    }
    return new Grant(
        grant,
        privileges,
        TargetKind.DEFAULTS,
        kind,
        List.of(),
        grantees,
        option,
        null,
        cascade,
        location);
  }
}
