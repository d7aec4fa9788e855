package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.AlterTableAction;
import org.postern.executor.sql.ast.AlterTableStatement;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SequenceStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TableElement;
import org.postern.executor.sql.ast.TypeName;

/**
 * ALTER of relations; the subcommands on columns are in {@link AlterColumnParser}.
 *
 * <p>Source: PostgreSQL documentation, reference page ALTER TABLE.
 */
final class AlterTableParser extends GrammarPart {
  private final AlterColumnParser columns;

  AlterTableParser(Grammar grammar) {
    super(grammar);
    this.columns = new AlterColumnParser(grammar);
  }

  /** After ALTER and the words for the kind of relation. */
  Statement alter(ObjectType kind, int location) {
    if (at(Keyword.ALL)) {
      return allInTablespace(kind, location);
    }
    boolean ifExists = ifExists();
    boolean table = kind == ObjectType.TABLE || kind == ObjectType.FOREIGN_TABLE;
    RelationName relation = table ? relationExpression() : relationName();
    if (accept(Keyword.RENAME)) {
      return rename(kind, relation, ifExists, location);
    }
    if (accept(Keyword.SET, Keyword.SCHEMA)) {
      if (kind == ObjectType.INDEX) {
        throw syntaxError();
      }
      return new ObjectStatement.ChangeSchema(kind, relation, null, colId(), ifExists, location);
    }
    if (kind == ObjectType.MATERIALIZED_VIEW || kind == ObjectType.INDEX) {
      Statement depends = grammar.objects().depends(kind, null, location);
      if (depends instanceof ObjectStatement.DependsOnExtension d) {
        return new ObjectStatement.DependsOnExtension(
            kind, relation, null, d.extension(), d.remove(), location);
      }
    }
    if (kind == ObjectType.SEQUENCE && !at(Keyword.OWNER) && !at(Keyword.SET)) {
      var options = grammar.options().sequenceOptions();
      if (options.isEmpty()) {
        throw syntaxError();
      }
      return new SequenceStatement.AlterSequence(relation, ifExists, options, location);
    }
    List<AlterTableAction> actions =
        at(Keyword.ATTACH) || at(Keyword.DETACH)
            ? List.of(partitionAction(kind))
            : commaList(() -> action());
    return new AlterTableStatement(kind, relation, ifExists, actions, location);
  }

  private Statement allInTablespace(ObjectType kind, int location) {
    next();
    expect(Keyword.IN);
    expect(Keyword.TABLESPACE);
    int nameLocation = location();
    String name = colId();
    Details details = new Details(location);
    if (accept(Keyword.OWNED)) {
      expect(Keyword.BY);
      details.trees("owned_by", grammar.roles().roleList());
    }
    expect(Keyword.SET);
    expect(Keyword.TABLESPACE);
    details.text("tablespace", colId()).flag("nowait", accept(Keyword.NOWAIT));
    return details.statement("ALTER " + kind.sql() + " ALL IN TABLESPACE", name, nameLocation);
  }

  private Statement rename(ObjectType kind, RelationName relation, boolean ifExists, int location) {
    if (accept(Keyword.TO)) {
      return new ObjectStatement.Rename(
          kind, null, relation, null, null, colId(), ifExists, false, location);
    }
    if (kind == ObjectType.INDEX || kind == ObjectType.SEQUENCE) {
      throw syntaxError();
    }
    ObjectType what = ObjectType.COLUMN;
    if (kind == ObjectType.TABLE && accept(Keyword.CONSTRAINT)) {
      what = ObjectType.TABLE_CONSTRAINT;
    } else {
      accept(Keyword.COLUMN);
    }
    String from = colId();
    expect(Keyword.TO);
    return new ObjectStatement.Rename(
        what, kind, relation, null, from, colId(), ifExists, false, location);
  }

  private AlterTableAction partitionAction(ObjectType kind) {
    int location = location();
    boolean attach = accept(Keyword.ATTACH);
    if (!attach) {
      if (kind != ObjectType.TABLE) {
        throw syntaxError();
      }
      next();
    }
    expect(Keyword.PARTITION);
    RelationName partition = relationName();
    if (attach) {
      return new AlterTableAction.AttachPartition(
          partition, kind == ObjectType.INDEX ? null : grammar.tables().bound(), location);
    }
    boolean concurrently = accept(Keyword.CONCURRENTLY);
    boolean finish = !concurrently && accept(Keyword.FINALIZE);
    return new AlterTableAction.DetachPartition(partition, concurrently, finish, location);
  }

  private AlterTableAction action() {
    int location = location();
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    switch (keyword) {
      case ADD -> {
        next();
        return add(location);
      }
      case ALTER -> {
        next();
        return at(Keyword.CONSTRAINT) ? alterConstraint(location) : columns.alter(location);
      }
      case DROP -> {
        next();
        return drop(location);
      }
      case VALIDATE -> {
        next();
        expect(Keyword.CONSTRAINT);
        return new AlterTableAction.ValidateConstraint(colId(), location);
      }
      case SET -> {
        next();
        return set(location);
      }
      case RESET -> {
        next();
        return new AlterTableAction.RelationOptions(
            true, grammar.options().relationOptions(), location);
      }
      case CLUSTER -> {
        next();
        expect(Keyword.ON);
        return new AlterTableAction.ClusterOn(colId(), location);
      }
      case ENABLE, DISABLE -> {
        next();
        return switching(keyword == Keyword.ENABLE, location);
      }
      case FORCE -> {
        next();
        return rowSecurity(AlterTableAction.RowSecurityChange.FORCE, location);
      }
      case INHERIT -> {
        next();
        return new AlterTableAction.Inherit(relationName(), true, location);
      }
      case NO -> {
        next();
        if (accept(Keyword.FORCE)) {
          return rowSecurity(AlterTableAction.RowSecurityChange.NO_FORCE, location);
        }
        expect(Keyword.INHERIT);
        return new AlterTableAction.Inherit(relationName(), false, location);
      }
      case OF -> {
        next();
        int typeLocation = location();
        TypeName type =
            new TypeName(anyName().parts(), false, false, List.of(), List.of(), typeLocation);
        return new AlterTableAction.OfType(type, location);
      }
      case NOT -> {
        next();
        expect(Keyword.OF);
        return new AlterTableAction.OfType(null, location);
      }
      case OWNER -> {
        next();
        expect(Keyword.TO);
        return new AlterTableAction.ChangeOwner(grammar.roles().roleSpec(), location);
      }
      case REPLICA -> {
        next();
        expect(Keyword.IDENTITY);
        return replicaIdentity(location);
      }
      case OPTIONS -> {
        return new AlterTableAction.ForeignOptions(
            null, grammar.options().alteredForeignOptions(), location);
      }
      default -> throw syntaxError();
    }
  }

  private AlterTableAction add(int location) {
    if (grammar.constraints().atTableConstraint()) {
      return new AlterTableAction.AddConstraint(grammar.constraints().tableConstraint(), location);
    }
    accept(Keyword.COLUMN);
    boolean ifNotExists = ifNotExists();
    return new AlterTableAction.AddColumn(grammar.columns().column(), ifNotExists, false, location);
  }

  private AlterTableAction alterConstraint(int location) {
    next();
    String name = colId();
    Constraint.Attributes attributes =
        grammar.constraints().attributes("FOREIGN KEY", true, false, false);
    return new AlterTableAction.AlterConstraint(name, attributes, location);
  }

  private AlterTableAction drop(int location) {
    boolean constraint = accept(Keyword.CONSTRAINT);
    if (!constraint) {
      accept(Keyword.COLUMN);
    }
    boolean ifExists = ifExists();
    String name = colId();
    boolean cascade = dropBehavior();
    return constraint
        ? new AlterTableAction.DropConstraint(name, ifExists, cascade, location)
        : new AlterTableAction.DropColumn(name, ifExists, cascade, location);
  }

  private AlterTableAction set(int location) {
    if (at('(')) {
      return new AlterTableAction.RelationOptions(
          false, grammar.options().relationOptions(), location);
    }
    if (accept(Keyword.WITHOUT)) {
      if (accept(Keyword.CLUSTER)) {
        return new AlterTableAction.ClusterOn(null, location);
      }
      expect(Keyword.OIDS);
      return new AlterTableAction.SetWithoutOids(location);
    }
    if (accept(Keyword.ACCESS)) {
      expect(Keyword.METHOD);
      return new AlterTableAction.SetAccessMethod(colId(), location);
    }
    if (accept(Keyword.TABLESPACE)) {
      return new AlterTableAction.SetTablespace(colId(), location);
    }
    boolean logged = accept(Keyword.LOGGED);
    if (!logged) {
      expect(Keyword.UNLOGGED);
    }
    return new AlterTableAction.SetLogged(logged, location);
  }

  private AlterTableAction rowSecurity(AlterTableAction.RowSecurityChange change, int location) {
    expect(Keyword.ROW);
    expect(Keyword.LEVEL);
    expect(Keyword.SECURITY);
    return new AlterTableAction.RowSecurity(change, location);
  }

  /** After ENABLE or DISABLE. */
  private AlterTableAction switching(boolean enable, int location) {
    if (at(Keyword.ROW)) {
      return rowSecurity(
          enable
              ? AlterTableAction.RowSecurityChange.ENABLE
              : AlterTableAction.RowSecurityChange.DISABLE,
          location);
    }
    AlterTableAction.FiringMode mode =
        enable ? AlterTableAction.FiringMode.ENABLE : AlterTableAction.FiringMode.DISABLE;
    if (enable && accept(Keyword.ALWAYS)) {
      mode = AlterTableAction.FiringMode.ENABLE_ALWAYS;
    } else if (enable && accept(Keyword.REPLICA)) {
      mode = AlterTableAction.FiringMode.ENABLE_REPLICA;
    }
    if (accept(Keyword.RULE)) {
      return new AlterTableAction.RuleFiring(colId(), mode, location);
    }
    expect(Keyword.TRIGGER);
    boolean plain =
        mode == AlterTableAction.FiringMode.ENABLE || mode == AlterTableAction.FiringMode.DISABLE;
    if (plain && (at(Keyword.ALL) || at(Keyword.USER))) {
      AlterTableAction.TriggerScope scope =
          next().keyword() == Keyword.ALL
              ? AlterTableAction.TriggerScope.ALL
              : AlterTableAction.TriggerScope.USER;
      return new AlterTableAction.TriggerFiring(scope, null, mode, location);
    }
    return new AlterTableAction.TriggerFiring(
        AlterTableAction.TriggerScope.NAMED, colId(), mode, location);
  }

  private AlterTableAction replicaIdentity(int location) {
    if (accept(Keyword.USING)) {
      expect(Keyword.INDEX);
      return new AlterTableAction.ReplicaIdentity(
          AlterTableAction.ReplicaIdentityKind.INDEX, colId(), location);
    }
    if (!at(Keyword.NOTHING) && !at(Keyword.FULL) && !at(Keyword.DEFAULT)) {
      throw syntaxError();
    }
    return new AlterTableAction.ReplicaIdentity(
        AlterTableAction.ReplicaIdentityKind.valueOf(next().keyword().name()), null, location);
  }

  /** ALTER TYPE of a composite type, after its name. */
  Statement alterComposite(ObjectName.Named object, int location) {
    QualifiedName name = object.name();
    List<AlterTableAction> actions = commaList(this::attributeAction);
    return new AlterTableStatement(
        ObjectType.TYPE, relationOf(name.parts(), name.location()), false, actions, location);
  }

  private AlterTableAction attributeAction() {
    int location = location();
    if (accept(Keyword.ADD)) {
      expect(Keyword.ATTRIBUTE);
      TableElement.ColumnDefinition column = grammar.from().columnDefinition();
      return new AlterTableAction.AddColumn(column, false, dropBehavior(), location);
    }
    if (accept(Keyword.DROP)) {
      expect(Keyword.ATTRIBUTE);
      boolean ifExists = ifExists();
      String name = colId();
      return new AlterTableAction.DropColumn(name, ifExists, dropBehavior(), location);
    }
    expect(Keyword.ALTER);
    expect(Keyword.ATTRIBUTE);
    String name = colId();
    if (accept(Keyword.SET)) {
      expect(Keyword.DATA);
    }
    expect(Keyword.TYPE);
    TypeName type = grammar.types().parse();
    QualifiedName collation = accept(Keyword.COLLATE) ? anyName() : null;
    Expression using = null;
    return new AlterTableAction.AlterColumnType(
        name, type, collation, using, dropBehavior(), location);
  }
}
