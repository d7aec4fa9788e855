package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.IntoClause;
import org.postern.executor.sql.ast.OnCommit;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.Partitioning;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TableElement;
import org.postern.executor.sql.ast.TableStatement.CreateForeignTable;
import org.postern.executor.sql.ast.TableStatement.CreateTable;
import org.postern.executor.sql.ast.TableStatement.CreateTableAs;
import org.postern.executor.sql.ast.TypeName;

/**
 * CREATE TABLE, CREATE TABLE AS and CREATE FOREIGN TABLE.
 *
 * <p>Source: PostgreSQL documentation, the reference pages of these commands.
 */
final class TableParser extends GrammarPart {
  TableParser(Grammar grammar) {
    super(grammar);
  }

  /** After CREATE and the words about persistence, at TABLE. */
  Statement create(Persistence persistence, int location) {
    next();
    boolean ifNotExists = ifNotExists();
    RelationName relation = relationName();
    if (accept(Keyword.OF)) {
      int typeLocation = location();
      TypeName type =
          new TypeName(anyName().parts(), false, false, List.of(), List.of(), typeLocation);
      List<TableElement> elements =
          at('(') ? parenthesizedList(grammar.columns()::typedElement) : List.of();
      Partitioning.PartitionBy by = optionalPartitionBy();
      return finish(
          relation, persistence, ifNotExists, elements, List.of(), null, by, type, location);
    }
    if (accept(Keyword.PARTITION)) {
      expect(Keyword.OF);
      RelationName parent = relationName();
      List<TableElement> elements =
          at('(') ? parenthesizedList(grammar.columns()::typedElement) : List.of();
      Partitioning.Bound bound = bound();
      Partitioning.PartitionBy by = optionalPartitionBy();
      return finish(
          relation, persistence, ifNotExists, elements, List.of(parent), bound, by, null, location);
    }
    if (!at('(') || atColumnNames()) {
      return createAs(relation, persistence, ifNotExists, location);
    }
    List<TableElement> elements = elements();
    List<RelationName> inherits = optionalInherits();
    Partitioning.PartitionBy by = optionalPartitionBy();
    return finish(relation, persistence, ifNotExists, elements, inherits, null, by, null, location);
  }

  /** {@code CREATE TABLE t (a, b) AS ...}: names without types. */
  private boolean atColumnNames() {
    Token after = tokens.peek(2);
    return isColId(tokens.peek(1)) && (after.type() == ',' || after.type() == ')');
  }

  private List<TableElement> elements() {
    expect('(');
    if (accept(')')) {
      return List.of();
    }
    List<TableElement> elements = commaList(grammar.columns()::tableElement);
    expect(')');
    return elements;
  }

  private List<RelationName> optionalInherits() {
    if (!accept(Keyword.INHERITS)) {
      return List.of();
    }
    return parenthesizedList(this::relationName);
  }

  private CreateTable finish(
      RelationName relation,
      Persistence persistence,
      boolean ifNotExists,
      List<TableElement> elements,
      List<RelationName> inherits,
      Partitioning.Bound bound,
      Partitioning.PartitionBy by,
      TypeName ofType,
      int location) {
    String method = accept(Keyword.USING) ? colId() : null;
    List<Option> options = storageOptions();
    OnCommit onCommit = onCommit();
    String tablespace = accept(Keyword.TABLESPACE) ? colId() : null;
    return new CreateTable(
        relation,
        persistence,
        ifNotExists,
        elements,
        inherits,
        bound,
        by,
        ofType,
        method,
        options,
        onCommit,
        tablespace,
        location);
  }

  private List<Option> storageOptions() {
    if (accept(Keyword.WITHOUT)) {
      expect(Keyword.OIDS);
      return List.of();
    }
    return grammar.options().optionalRelationOptions();
  }

  private OnCommit onCommit() {
    if (!accept(Keyword.ON)) {
      return OnCommit.DEFAULT;
    }
    expect(Keyword.COMMIT);
    if (accept(Keyword.DROP)) {
      return OnCommit.DROP;
    }
    boolean delete = accept(Keyword.DELETE);
    if (!delete) {
      expect(Keyword.PRESERVE);
    }
    expect(Keyword.ROWS);
    return delete ? OnCommit.DELETE_ROWS : OnCommit.PRESERVE_ROWS;
  }

  private Statement createAs(
      RelationName relation, Persistence persistence, boolean ifNotExists, int location) {
    List<String> columns = optionalNames();
    String method = accept(Keyword.USING) ? colId() : null;
    List<Option> options = storageOptions();
    OnCommit onCommit = onCommit();
    String tablespace = accept(Keyword.TABLESPACE) ? colId() : null;
    expect(Keyword.AS);
    Statement source =
        at(Keyword.EXECUTE) ? grammar.cursors().execute() : grammar.selects().parse();
    IntoClause into =
        new IntoClause(
            relation, persistence, columns, method, options, onCommit, tablespace, withData());
    return new CreateTableAs(into, ifNotExists, source, location);
  }

  /** {@code WITH [NO] DATA} or nothing. */
  boolean withData() {
    if (!accept(Keyword.WITH)) {
      return true;
    }
    boolean data = !accept(Keyword.NO);
    expect(Keyword.DATA);
    return data;
  }

  private Partitioning.PartitionBy optionalPartitionBy() {
    int location = location();
    if (!accept(Keyword.PARTITION)) {
      return null;
    }
    expect(Keyword.BY);
    String strategy = colId();
    return new Partitioning.PartitionBy(
        strategy, parenthesizedList(grammar.indexes()::partitionElement), location);
  }

  /** {@code FOR VALUES ...} or DEFAULT. */
  Partitioning.Bound bound() {
    int location = location();
    if (accept(Keyword.DEFAULT)) {
      return new Partitioning.DefaultBound(location);
    }
    expect(Keyword.FOR);
    expect(Keyword.VALUES);
    if (accept(Keyword.IN)) {
      return new Partitioning.ListBound(parenthesizedList(grammar.expressions()::parse), location);
    }
    if (accept(Keyword.FROM)) {
      List<Expression> from = parenthesizedList(grammar.expressions()::parse);
      expect(Keyword.TO);
      List<Expression> to = parenthesizedList(grammar.expressions()::parse);
      return new Partitioning.RangeBound(from, to, location);
    }
    return hashBound(location);
  }

  private Partitioning.Bound hashBound(int location) {
    expect(Keyword.WITH);
    expect('(');
    int modulus = -1;
    int remainder = -1;
    do {
      int nameLocation = location();
      String name = nonReservedWord();
      int value = unsignedInt();
      switch (name) {
        case "modulus" -> modulus = once("modulus", modulus, value, nameLocation);
        case "remainder" -> remainder = once("remainder", remainder, value, nameLocation);
        default ->
            throw error(
                "unrecognized hash partition bound specification \"" + name + "\"", nameLocation);
      }
    } while (accept(','));
    expect(')');
    if (modulus == -1) {
      throw error("modulus for hash partition must be specified", -1);
    }
    if (remainder == -1) {
      throw error("remainder for hash partition must be specified", -1);
    }
    return new Partitioning.HashBound(modulus, remainder, location);
  }

  private int once(String what, int earlier, int value, int location) {
    if (earlier != -1) {
      throw tokens.error(
          org.postern.storage.error.SqlState.DUPLICATE_OBJECT,
          what + " for hash partition provided more than once",
          location);
    }
    return value;
  }

  /** After CREATE FOREIGN, at TABLE. */
  Statement createForeign(int location) {
    next();
    boolean ifNotExists = ifNotExists();
    RelationName relation = relationName();
    List<TableElement> elements;
    List<RelationName> inherits;
    Partitioning.Bound bound = null;
    if (accept(Keyword.PARTITION)) {
      expect(Keyword.OF);
      inherits = List.of(relationName());
      elements = at('(') ? parenthesizedList(grammar.columns()::typedElement) : List.of();
      bound = bound();
    } else {
      elements = elements();
      inherits = optionalInherits();
    }
    expect(Keyword.SERVER);
    String server = colId();
    List<Option> foreignOptions = new ArrayList<>(grammar.options().optionalForeignOptions());
    CreateTable table =
        new CreateTable(
            relation,
            Persistence.PERMANENT,
            ifNotExists,
            elements,
            inherits,
            bound,
            null,
            null,
            null,
            List.of(),
            OnCommit.DEFAULT,
            null,
            location);
    return new CreateForeignTable(table, server, foreignOptions, location);
  }
}
