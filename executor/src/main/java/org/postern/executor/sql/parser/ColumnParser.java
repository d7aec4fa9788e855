package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.Constraint.Attributes;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.TableElement;
import org.postern.executor.sql.ast.TableElement.ColumnDefinition;
import org.postern.executor.sql.ast.TableElement.LikeFeature;
import org.postern.executor.sql.ast.TypeName;

/** The elements between the parentheses of CREATE TABLE. */
final class ColumnParser extends GrammarPart {
  ColumnParser(Grammar grammar) {
    super(grammar);
  }

  TableElement tableElement() {
    if (grammar.constraints().atTableConstraint()) {
      return grammar.constraints().tableConstraint();
    }
    return at(Keyword.LIKE) ? like() : column();
  }

  /** An element of a typed table or a partition, whose columns have their types already. */
  TableElement typedElement() {
    if (grammar.constraints().atTableConstraint()) {
      return grammar.constraints().tableConstraint();
    }
    int location = location();
    String name = colId();
    if (accept(Keyword.WITH)) {
      expect(Keyword.OPTIONS);
    }
    Qualifiers qualifiers = qualifiers();
    return new ColumnDefinition(
        name, null, null, List.of(), qualifiers.collation, qualifiers.constraints, location);
  }

  ColumnDefinition column() {
    int location = location();
    String name = colId();
    TypeName type = grammar.types().parse();
    String compression = accept(Keyword.COMPRESSION) ? compressionMethod() : null;
    List<Option> foreignOptions = grammar.options().optionalForeignOptions();
    Qualifiers qualifiers = qualifiers();
    return new ColumnDefinition(
        name,
        type,
        compression,
        foreignOptions,
        qualifiers.collation,
        qualifiers.constraints,
        location);
  }

  String compressionMethod() {
    return accept(Keyword.DEFAULT) ? "default" : colId();
  }

  /** What follows a column's type. */
  static final class Qualifiers {
    final List<Constraint> constraints = new ArrayList<>(2);
    QualifiedName collation;
    private boolean sawDeferrable;
    private boolean sawInitially;
  }

  /** Constraints, their properties and the collation, in any order. */
  Qualifiers qualifiers() {
    Qualifiers result = new Qualifiers();
    while (true) {
      int location = location();
      if (accept(Keyword.COLLATE)) {
        if (result.collation != null) {
          throw error("multiple COLLATE clauses not allowed", location);
        }
        result.collation = anyName();
      } else if (atAttribute()) {
        attribute(result, location);
      } else {
        Constraint constraint = columnConstraint();
        if (constraint == null) {
          return result;
        }
        result.constraints.add(constraint);
        result.sawDeferrable = false;
        result.sawInitially = false;
      }
    }
  }

  private boolean atAttribute() {
    return at(Keyword.DEFERRABLE) || at(Keyword.INITIALLY) || at(Keyword.NOT, Keyword.DEFERRABLE);
  }

  /** Applies a property to the constraint before it. */
  private void attribute(Qualifiers result, int location) {
    Attributes old = attributesOf(result);
    if (accept(Keyword.INITIALLY)) {
      boolean deferred = accept(Keyword.DEFERRED);
      if (!deferred) {
        expect(Keyword.IMMEDIATE);
      }
      if (old == null) {
        String word = deferred ? "INITIALLY DEFERRED" : "INITIALLY IMMEDIATE";
        throw error("misplaced " + word + " clause", location);
      }
      if (result.sawInitially) {
        throw error("multiple INITIALLY IMMEDIATE/DEFERRED clauses not allowed", location);
      }
      result.sawInitially = true;
      if (deferred && result.sawDeferrable && !old.deferrable()) {
        throw error("constraint declared INITIALLY DEFERRED must be DEFERRABLE", location);
      }
      replaceLast(result, new Attributes(old.deferrable() || deferred, deferred, false, false));
      return;
    }
    boolean deferrable = !accept(Keyword.NOT);
    expect(Keyword.DEFERRABLE);
    if (old == null) {
      String word = deferrable ? "DEFERRABLE" : "NOT DEFERRABLE";
      throw error("misplaced " + word + " clause", location);
    }
    if (result.sawDeferrable) {
      throw error("multiple DEFERRABLE/NOT DEFERRABLE clauses not allowed", location);
    }
    result.sawDeferrable = true;
    if (!deferrable && old.initiallyDeferred()) {
      throw error("constraint declared INITIALLY DEFERRED must be DEFERRABLE", location);
    }
    replaceLast(result, new Attributes(deferrable, old.initiallyDeferred(), false, false));
  }

  private static Attributes attributesOf(Qualifiers result) {
    if (result.constraints.isEmpty()) {
      return null;
    }
    return switch (result.constraints.getLast()) {
      case Constraint.UniqueKey key -> key.attributes();
      case Constraint.ForeignKey key -> key.attributes();
      default -> null;
    };
  }

  private static void replaceLast(Qualifiers result, Attributes attributes) {
    int last = result.constraints.size() - 1;
    Constraint replacement =
        switch (result.constraints.get(last)) {
          case Constraint.UniqueKey key ->
              new Constraint.UniqueKey(
                  key.name(),
                  key.primary(),
                  key.nullsNotDistinct(),
                  key.columns(),
                  key.including(),
                  key.options(),
                  key.tablespace(),
                  key.usingIndex(),
                  attributes,
                  key.location());
          case Constraint.ForeignKey key -> ConstraintParser.withAttributes(key, attributes);
          case Constraint other -> other;
        };
    result.constraints.set(last, replacement);
  }

  /** One constraint of a column or a domain, or null. */
  Constraint columnConstraint() {
    int location = location();
    String name = null;
    if (accept(Keyword.CONSTRAINT)) {
      name = colId();
    }
    Constraint constraint = unnamed(name, location);
    if (constraint == null && name != null) {
      throw syntaxError();
    }
    return constraint;
  }

  private Constraint unnamed(String name, int location) {
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      return null;
    }
    switch (keyword) {
      case NOT -> {
        next();
        expect(Keyword.NULL);
        return new Constraint.NotNull(name, location);
      }
      case NULL -> {
        next();
        return new Constraint.Nullable(name, location);
      }
      case UNIQUE, PRIMARY -> {
        next();
        boolean primary = keyword == Keyword.PRIMARY;
        if (primary) {
          expect(Keyword.KEY);
        }
        boolean nullsNotDistinct = !primary && grammar.indexes().nullTreatment();
        List<Option> options = grammar.options().optionalDefinition();
        String tablespace = grammar.constraints().indexTablespace();
        return new Constraint.UniqueKey(
            name,
            primary,
            nullsNotDistinct,
            List.of(),
            List.of(),
            options,
            tablespace,
            null,
            Attributes.NONE,
            location);
      }
      case CHECK -> {
        next();
        expect('(');
        Expression condition = grammar.expressions().parse();
        expect(')');
        boolean noInherit = accept(Keyword.NO);
        if (noInherit) {
          expect(Keyword.INHERIT);
        }
        return new Constraint.Check(
            name, condition, new Attributes(false, false, false, noInherit), location);
      }
      case DEFAULT -> {
        next();
        return new Constraint.Default(name, grammar.expressions().parseRestricted(), location);
      }
      case GENERATED -> {
        next();
        return generated(name, location);
      }
      case REFERENCES -> {
        return grammar.constraints().references(name, List.of(), location);
      }
      default -> {
        return null;
      }
    }
  }

  private Constraint generated(String name, int location) {
    int whenLocation = location();
    boolean always = generatedAlways();
    expect(Keyword.AS);
    if (accept(Keyword.IDENTITY)) {
      return new Constraint.Identity(name, always, identityOptions(), location);
    }
    expect('(');
    Expression value = grammar.expressions().parse();
    expect(')');
    expect(Keyword.STORED);
    if (!always) {
      throw error("for a generated column, GENERATED ALWAYS must be specified", whenLocation);
    }
    return new Constraint.Generated(name, value, location);
  }

  /** {@code ALWAYS} or {@code BY DEFAULT}. */
  boolean generatedAlways() {
    if (accept(Keyword.ALWAYS)) {
      return true;
    }
    expect(Keyword.BY);
    expect(Keyword.DEFAULT);
    return false;
  }

  List<Option> identityOptions() {
    if (!accept('(')) {
      return List.of();
    }
    List<Option> options = grammar.options().sequenceOptions();
    if (options.isEmpty()) {
      throw syntaxError();
    }
    expect(')');
    return options;
  }

  private TableElement like() {
    int location = location();
    next();
    RelationName relation = relationName();
    Set<LikeFeature> features = EnumSet.noneOf(LikeFeature.class);
    while (at(Keyword.INCLUDING) || at(Keyword.EXCLUDING)) {
      boolean including = next().keyword() == Keyword.INCLUDING;
      Set<LikeFeature> named = likeFeatures();
      if (including) {
        features.addAll(named);
      } else {
        features.removeAll(named);
      }
    }
    return new TableElement.Like(relation, List.copyOf(features), location);
  }

  private Set<LikeFeature> likeFeatures() {
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    Set<LikeFeature> features =
        switch (keyword) {
          case COMMENTS, COMPRESSION, CONSTRAINTS, DEFAULTS, GENERATED, IDENTITY ->
              EnumSet.of(LikeFeature.valueOf(keyword.name()));
          case INDEXES, STATISTICS, STORAGE -> EnumSet.of(LikeFeature.valueOf(keyword.name()));
          case ALL -> EnumSet.allOf(LikeFeature.class);
          default -> throw syntaxError();
        };
    next();
    return features;
  }
}
