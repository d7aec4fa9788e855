package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.sql.ast.RoleStatement;
import org.postern.executor.sql.ast.RoleStatement.RoleWord;
import org.postern.executor.sql.ast.Statement;
import org.postern.storage.error.SqlState;

/**
 * Roles.
 *
 * <p>Source: PostgreSQL documentation, reference pages CREATE ROLE, ALTER ROLE and DROP ROLE.
 */
final class RoleParser extends GrammarPart {
  RoleParser(Grammar grammar) {
    super(grammar);
  }

  /** A role that exists, by name or by reference. */
  RoleSpec roleSpec() {
    int location = location();
    if (accept(Keyword.CURRENT_ROLE)) {
      return new RoleSpec(RoleSpec.Kind.CURRENT_ROLE, null, location);
    }
    if (accept(Keyword.CURRENT_USER)) {
      return new RoleSpec(RoleSpec.Kind.CURRENT_USER, null, location);
    }
    if (accept(Keyword.SESSION_USER)) {
      return new RoleSpec(RoleSpec.Kind.SESSION_USER, null, location);
    }
    String name = nonReservedWord();
    if (name.equals("public")) {
      return new RoleSpec(RoleSpec.Kind.PUBLIC, null, location);
    }
    if (name.equals("none")) {
      throw reserved(name, location);
    }
    return new RoleSpec(RoleSpec.Kind.NAMED, name, location);
  }

  private RuntimeException reserved(String name, int location) {
    return tokens.error(SqlState.RESERVED_NAME, "role name \"" + name + "\" is reserved", location);
  }

  List<RoleSpec> roleList() {
    return commaList(this::roleSpec);
  }

  /** The name of a role to be, which must not be a reference. */
  private String roleName() {
    return nameOf(roleSpec());
  }

  private String nameOf(RoleSpec role) {
    return switch (role.kind()) {
      case NAMED -> role.name();
      case PUBLIC -> throw reserved("public", role.location());
      case CURRENT_ROLE, CURRENT_USER, SESSION_USER ->
          throw tokens.error(
              SqlState.RESERVED_NAME,
              role.kind().name() + " cannot be used as a role name here",
              role.location());
    };
  }

  /** At ROLE, USER or GROUP. */
  Statement create(int location) {
    RoleWord word = RoleWord.valueOf(next().keyword().name());
    String name = roleName();
    accept(Keyword.WITH);
    return new RoleStatement.CreateRole(word, name, options(true), location);
  }

  private List<Option> options(boolean create) {
    List<Option> options = new ArrayList<>();
    while (true) {
      Option option = option(create);
      if (option == null) {
        return options;
      }
      options.add(option);
    }
  }

  private Option option(boolean create) {
    int location = location();
    if (at(Token.IDENTIFIER)) {
      return word(next().text(), location);
    }
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      return null;
    }
    switch (keyword) {
      case PASSWORD -> {
        next();
        return accept(Keyword.NULL)
            ? new Option("password", null, location)
            : Option.text("password", string(), location);
      }
      case ENCRYPTED -> {
        next();
        expect(Keyword.PASSWORD);
        return Option.text("password", string(), location);
      }
      case UNENCRYPTED -> {
        next();
        expect(Keyword.PASSWORD);
        string();
        throw notImplemented("UNENCRYPTED PASSWORD is no longer supported", location)
            .withHint("Remove UNENCRYPTED to store the password in encrypted form instead.");
      }
      case INHERIT -> {
        next();
        return Option.flag("inherit", true, location);
      }
      case CONNECTION -> {
        next();
        expect(Keyword.LIMIT);
        return new Option("connectionlimit", new OptionValue.Int(signedInt()), location);
      }
      case VALID -> {
        next();
        expect(Keyword.UNTIL);
        return Option.text("validUntil", string(), location);
      }
      case USER -> {
        next();
        return roles("rolemembers", location);
      }
      default -> {
        return create ? createOption(keyword, location) : null;
      }
    }
  }

  private Option createOption(Keyword keyword, int location) {
    switch (keyword) {
      case SYSID -> {
        next();
        return new Option("sysid", new OptionValue.Int(unsignedInt()), location);
      }
      case ADMIN -> {
        next();
        return roles("adminmembers", location);
      }
      case ROLE -> {
        next();
        return roles("rolemembers", location);
      }
      case IN -> {
        next();
        if (!accept(Keyword.ROLE)) {
          expect(Keyword.GROUP);
        }
        return roles("addroleto", location);
      }
      default -> {
        return null;
      }
    }
  }

  private Option roles(String name, int location) {
    List<OptionValue> values = new ArrayList<>();
    for (RoleSpec role : roleList()) {
      values.add(new OptionValue.Tree(role));
    }
    return new Option(name, new OptionValue.Many(values), location);
  }

  private Option word(String word, int location) {
    return switch (word) {
      case "superuser", "createrole", "createdb", "bypassrls" -> Option.flag(word, true, location);
      case "nosuperuser", "nocreaterole", "nocreatedb", "nobypassrls" ->
          Option.flag(word.substring(2), false, location);
      case "replication" -> Option.flag("isreplication", true, location);
      case "noreplication" -> Option.flag("isreplication", false, location);
      case "login" -> Option.flag("canlogin", true, location);
      case "nologin" -> Option.flag("canlogin", false, location);
      case "noinherit" -> Option.flag("inherit", false, location);
      default -> throw error("unrecognized role option \"" + word + "\"", location);
    };
  }

  /** After ALTER, at ROLE or USER. */
  Statement alter(int location) {
    next();
    if (accept(Keyword.ALL)) {
      return alterSet(null, location);
    }
    RoleSpec role = roleSpec();
    if (accept(Keyword.RENAME)) {
      return rename(role, location);
    }
    if (at(Keyword.IN) || grammar.variables().atSetOrReset()) {
      return alterSet(role, location);
    }
    accept(Keyword.WITH);
    return new RoleStatement.AlterRole(role, options(false), location);
  }

  private Statement rename(RoleSpec role, int location) {
    String name = nameOf(role);
    expect(Keyword.TO);
    ObjectName object =
        new ObjectName.Named(QualifiedName.of(name, role.location()), role.location());
    return new ObjectStatement.Rename(
        ObjectType.ROLE, null, null, object, null, roleName(), false, false, location);
  }

  private Statement alterSet(RoleSpec role, int location) {
    String database = null;
    if (accept(Keyword.IN)) {
      expect(Keyword.DATABASE);
      database = colId();
    }
    return new RoleStatement.AlterRoleSet(
        role, database, grammar.variables().setOrReset(), location);
  }

  /** After ALTER, at GROUP. */
  Statement alterGroup(int location) {
    next();
    RoleSpec role = roleSpec();
    if (accept(Keyword.RENAME)) {
      return rename(role, location);
    }
    boolean add = accept(Keyword.ADD);
    if (!add) {
      expect(Keyword.DROP);
    }
    expect(Keyword.USER);
    return new RoleStatement.AlterGroup(role, add, roleList(), location);
  }

  /** After DROP, at ROLE, USER or GROUP. */
  Statement drop(int location) {
    next();
    boolean ifExists = ifExists();
    return new RoleStatement.DropRole(roleList(), ifExists, location);
  }

  Statement dropOwned(int location) {
    next();
    expect(Keyword.BY);
    List<RoleSpec> roles = roleList();
    return new RoleStatement.DropOwned(roles, dropBehavior(), location);
  }

  Statement reassignOwned() {
    int location = location();
    next();
    expect(Keyword.OWNED);
    expect(Keyword.BY);
    List<RoleSpec> from = roleList();
    expect(Keyword.TO);
    return new RoleStatement.ReassignOwned(from, roleSpec(), location);
  }
}
