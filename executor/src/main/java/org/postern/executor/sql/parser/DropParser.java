package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.Statement;

/** DROP of everything. */
final class DropParser extends GrammarPart {
  DropParser(Grammar grammar) {
    super(grammar);
  }

  Statement drop() {
    int location = location();
    next();
    Token kindToken = tokens.current();
    if (kindToken.keyword() != null) {
      switch (kindToken.keyword()) {
        case DATABASE -> {
          return grammar.databases().drop(location);
        }
        case TABLESPACE -> {
          return grammar.databases().dropTablespace(location);
        }
        case ROLE, GROUP -> {
          return grammar.roles().drop(location);
        }
        case USER -> {
          return grammar.foreign().atUserMapping()
              ? grammar.foreign().dropUserMapping(location)
              : grammar.roles().drop(location);
        }
        case OWNED -> {
          return grammar.roles().dropOwned(location);
        }
        case LARGE, COLUMN, CONSTRAINT -> throw syntaxError();
        default -> {}
      }
    }
    ObjectType kind = grammar.objects().kind();
    if (kind == null) {
      throw syntaxError();
    }
    boolean concurrently = kind == ObjectType.INDEX && accept(Keyword.CONCURRENTLY);
    boolean ifExists =
        kind == ObjectType.CAST || kind == ObjectType.TRANSFORM ? mandatoryIfExists() : ifExists();
    List<ObjectName> objects =
        single(kind)
            ? List.of(grammar.objects().name(kind))
            : commaList(() -> grammar.objects().name(kind));
    return new ObjectStatement.Drop(
        kind, objects, ifExists, dropBehavior(), concurrently, location);
  }

  /** Where no name can follow, IF needs its EXISTS. */
  private boolean mandatoryIfExists() {
    if (!accept(Keyword.IF)) {
      return false;
    }
    expect(Keyword.EXISTS);
    return true;
  }

  /** Kinds of which one statement drops one object only. */
  private static boolean single(ObjectType kind) {
    return switch (kind) {
      case POLICY, RULE, TRIGGER, CAST, TRANSFORM, OPERATOR_CLASS, OPERATOR_FAMILY -> true;
      case SUBSCRIPTION -> true;
      default -> false;
    };
  }
}
