package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TypeName;

/** Kinds of objects and their names, and the statements that apply to any kind. */
final class ObjectParser extends GrammarPart {
  ObjectParser(Grammar grammar) {
    super(grammar);
  }

  /** Reads the words for a kind of object; null, and nothing read, when there are none. */
  ObjectType kind() {
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      return null;
    }
    ObjectType single =
        switch (keyword) {
          case TABLE -> ObjectType.TABLE;
          case SEQUENCE -> ObjectType.SEQUENCE;
          case VIEW -> ObjectType.VIEW;
          case INDEX -> ObjectType.INDEX;
          case COLLATION -> ObjectType.COLLATION;
          case CONVERSION -> ObjectType.CONVERSION;
          case STATISTICS -> ObjectType.STATISTICS;
          case EXTENSION -> ObjectType.EXTENSION;
          case LANGUAGE -> ObjectType.LANGUAGE;
          case PUBLICATION -> ObjectType.PUBLICATION;
          case SCHEMA -> ObjectType.SCHEMA;
          case SERVER -> ObjectType.FOREIGN_SERVER;
          case DATABASE -> ObjectType.DATABASE;
          case ROLE -> ObjectType.ROLE;
          case SUBSCRIPTION -> ObjectType.SUBSCRIPTION;
          case TABLESPACE -> ObjectType.TABLESPACE;
          case TYPE -> ObjectType.TYPE;
          case DOMAIN -> ObjectType.DOMAIN;
          case AGGREGATE -> ObjectType.AGGREGATE;
          case FUNCTION -> ObjectType.FUNCTION;
          case PROCEDURE -> ObjectType.PROCEDURE;
          case ROUTINE -> ObjectType.ROUTINE;
          case CAST -> ObjectType.CAST;
          case COLUMN -> ObjectType.COLUMN;
          case POLICY -> ObjectType.POLICY;
          case RULE -> ObjectType.RULE;
          case TRIGGER -> ObjectType.TRIGGER;
          case TRANSFORM -> ObjectType.TRANSFORM;
          case CONSTRAINT -> ObjectType.TABLE_CONSTRAINT;
          default -> null;
        };
    if (single != null) {
      next();
      return single;
    }
    return compound(keyword);
  }

  private ObjectType compound(Keyword keyword) {
    switch (keyword) {
      case MATERIALIZED -> {
        return pair(Keyword.VIEW, ObjectType.MATERIALIZED_VIEW);
      }
      case ACCESS -> {
        return pair(Keyword.METHOD, ObjectType.ACCESS_METHOD);
      }
      case EVENT -> {
        return pair(Keyword.TRIGGER, ObjectType.EVENT_TRIGGER);
      }
      case PROCEDURAL -> {
        return pair(Keyword.LANGUAGE, ObjectType.LANGUAGE);
      }
      case LARGE -> {
        return pair(Keyword.OBJECT, ObjectType.LARGE_OBJECT);
      }
      case FOREIGN -> {
        next();
        if (accept(Keyword.TABLE)) {
          return ObjectType.FOREIGN_TABLE;
        }
        expect(Keyword.DATA);
        expect(Keyword.WRAPPER);
        return ObjectType.FOREIGN_DATA_WRAPPER;
      }
      case OPERATOR -> {
        next();
        if (tokens.peek(1).type() != '.') {
          if (accept(Keyword.CLASS)) {
            return ObjectType.OPERATOR_CLASS;
          }
          if (accept(Keyword.FAMILY)) {
            return ObjectType.OPERATOR_FAMILY;
          }
        }
        return ObjectType.OPERATOR;
      }
      case TEXT -> {
        next();
        expect(Keyword.SEARCH);
        return textSearchKind();
      }
      default -> {
        return null;
      }
    }
  }

  private ObjectType pair(Keyword second, ObjectType kind) {
    next();
    expect(second);
    return kind;
  }

  ObjectType textSearchKind() {
    if (accept(Keyword.PARSER)) {
      return ObjectType.TEXT_SEARCH_PARSER;
    }
    if (accept(Keyword.DICTIONARY)) {
      return ObjectType.TEXT_SEARCH_DICTIONARY;
    }
    if (accept(Keyword.TEMPLATE)) {
      return ObjectType.TEXT_SEARCH_TEMPLATE;
    }
    expect(Keyword.CONFIGURATION);
    return ObjectType.TEXT_SEARCH_CONFIGURATION;
  }

  /** The name of an object in the shape that its kind has in COMMENT and DROP. */
  ObjectName name(ObjectType kind) {
    int location = location();
    return switch (kind) {
      case TABLE,
          SEQUENCE,
          VIEW,
          MATERIALIZED_VIEW,
          INDEX,
          FOREIGN_TABLE,
          COLLATION,
          CONVERSION,
          STATISTICS,
          TEXT_SEARCH_PARSER,
          TEXT_SEARCH_DICTIONARY,
          TEXT_SEARCH_TEMPLATE,
          TEXT_SEARCH_CONFIGURATION,
          COLUMN,
          ATTRIBUTE ->
          new ObjectName.Named(anyName(), location);
      case ACCESS_METHOD,
          EVENT_TRIGGER,
          EXTENSION,
          FOREIGN_DATA_WRAPPER,
          LANGUAGE,
          PUBLICATION,
          SCHEMA,
          FOREIGN_SERVER,
          DATABASE,
          ROLE,
          SUBSCRIPTION,
          TABLESPACE,
          PARAMETER ->
          singleName();
      case TYPE, DOMAIN -> new ObjectName.OfType(grammar.types().parse(), location);
      case AGGREGATE -> grammar.routines().aggregateSignature();
      case FUNCTION, PROCEDURE, ROUTINE -> grammar.routines().signature();
      case OPERATOR -> operator();
      case OPERATOR_CLASS, OPERATOR_FAMILY -> {
        QualifiedName name = anyName();
        expect(Keyword.USING);
        yield new ObjectName.UsingMethod(name, colId(), location);
      }
      case CAST -> cast();
      case TRANSFORM -> transform();
      case POLICY, RULE, TRIGGER -> {
        String name = colId();
        expect(Keyword.ON);
        yield new ObjectName.OnRelation(name, anyName(), location);
      }
      case TABLE_CONSTRAINT, DOMAIN_CONSTRAINT -> constraint();
      case LARGE_OBJECT -> largeObject();
    };
  }

  ObjectName.Named singleName() {
    int location = location();
    return new ObjectName.Named(QualifiedName.of(colId(), location), location);
  }

  /** An object's dotted name where ALTER takes it. */
  ObjectName.Named dottedName() {
    int location = location();
    return new ObjectName.Named(anyName(), location);
  }

  ObjectName.OperatorSignature operator() {
    int location = location();
    QualifiedName name = grammar.expressions().anyOperator();
    expect('(');
    TypeName left = operandType();
    if (at(')')) {
      if (left == null) {
        throw syntaxError();
      }
      throw tokens
          .error("missing argument", location())
          .withHint("Use NONE to denote the missing argument of a unary operator.");
    }
    expect(',');
    TypeName right = left == null ? grammar.types().parse() : operandType();
    expect(')');
    return new ObjectName.OperatorSignature(name, left, right, location);
  }

  private TypeName operandType() {
    return accept(Keyword.NONE) ? null : grammar.types().parse();
  }

  ObjectName.CastOf cast() {
    int location = location();
    expect('(');
    TypeName source = grammar.types().parse();
    expect(Keyword.AS);
    TypeName target = grammar.types().parse();
    expect(')');
    return new ObjectName.CastOf(source, target, location);
  }

  ObjectName.TransformFor transform() {
    int location = location();
    expect(Keyword.FOR);
    TypeName type = grammar.types().parse();
    expect(Keyword.LANGUAGE);
    return new ObjectName.TransformFor(type, colId(), location);
  }

  private ObjectName constraint() {
    int location = location();
    String name = colId();
    expect(Keyword.ON);
    if (at(Keyword.DOMAIN) && isColId(tokens.peek(1))) {
      next();
      int typeLocation = location();
      TypeName type =
          new TypeName(
              anyName().parts(),
              false,
              false,
              java.util.List.of(),
              java.util.List.of(),
              typeLocation);
      return new ObjectName.OnDomain(name, type, location);
    }
    return new ObjectName.OnRelation(name, anyName(), location);
  }

  ObjectName.LargeObject largeObject() {
    int location = location();
    OptionValue number = grammar.options().number();
    return new ObjectName.LargeObject(number.asText(), location);
  }

  Statement comment() {
    int location = location();
    next();
    expect(Keyword.ON);
    ObjectType kind = kind();
    if (kind == null) {
      throw syntaxError();
    }
    ObjectName name = name(kind);
    expect(Keyword.IS);
    String text = accept(Keyword.NULL) ? null : string();
    ObjectType said = name instanceof ObjectName.OnDomain ? ObjectType.DOMAIN_CONSTRAINT : kind;
    return new ObjectStatement.Comment(said, name, text, location);
  }

  Statement securityLabel() {
    int location = location();
    next();
    expect(Keyword.LABEL);
    String provider = accept(Keyword.FOR) ? nonReservedWordOrString() : null;
    expect(Keyword.ON);
    Token kindToken = tokens.current();
    ObjectType kind = kind();
    boolean allowed =
        kind != null
            && switch (kind) {
              case POLICY, RULE, TRIGGER, TABLE_CONSTRAINT, CAST, TRANSFORM -> false;
              case OPERATOR, OPERATOR_CLASS, OPERATOR_FAMILY -> false;
              default -> true;
            };
    if (!allowed) {
      throw tokens.errorNear("syntax error", kindToken);
    }
    ObjectName name = name(kind);
    expect(Keyword.IS);
    String label = accept(Keyword.NULL) ? null : string();
    return new ObjectStatement.SecurityLabel(kind, name, provider, label, location);
  }

  /** {@code RENAME TO} or {@code OWNER TO}, or null when neither follows. */
  Statement renameOrOwner(ObjectType kind, ObjectName object, int location) {
    if (accept(Keyword.RENAME)) {
      expect(Keyword.TO);
      return rename(kind, object, location);
    }
    return owner(kind, object, location);
  }

  /** After {@code RENAME TO}. */
  Statement rename(ObjectType kind, ObjectName object, int location) {
    return new ObjectStatement.Rename(
        kind, null, null, object, null, colId(), false, false, location);
  }

  Statement owner(ObjectType kind, ObjectName object, int location) {
    if (!accept(Keyword.OWNER)) {
      return null;
    }
    expect(Keyword.TO);
    return new ObjectStatement.ChangeOwner(kind, object, grammar.roles().roleSpec(), location);
  }

  /** {@code SET SCHEMA}, or null when something else follows. */
  Statement schema(ObjectType kind, ObjectName object, int location) {
    if (!at(Keyword.SET, Keyword.SCHEMA)) {
      if (onlySchemaIsSet(kind)) {
        accept(Keyword.SET);
      }
      return null;
    }
    next();
    next();
    return new ObjectStatement.ChangeSchema(kind, null, object, colId(), false, location);
  }

  /** Kinds of which nothing but the schema can be set, so that a fault lies after SET. */
  private static boolean onlySchemaIsSet(ObjectType kind) {
    return switch (kind) {
      case AGGREGATE, COLLATION, CONVERSION, EXTENSION, OPERATOR_CLASS, OPERATOR_FAMILY -> true;
      case TEXT_SEARCH_PARSER, TEXT_SEARCH_TEMPLATE, TEXT_SEARCH_DICTIONARY -> true;
      case TEXT_SEARCH_CONFIGURATION -> true;
      default -> false;
    };
  }

  /** {@code [NO] DEPENDS ON EXTENSION}, or null when something else follows. */
  Statement depends(ObjectType kind, ObjectName object, int location) {
    if (!at(Keyword.DEPENDS) && !at(Keyword.NO, Keyword.DEPENDS)) {
      return null;
    }
    boolean remove = accept(Keyword.NO);
    next();
    expect(Keyword.ON);
    expect(Keyword.EXTENSION);
    return new ObjectStatement.DependsOnExtension(kind, null, object, colId(), remove, location);
  }
}
