package org.postern.executor.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.sql.ast.FromItem;
import org.postern.executor.sql.ast.GenericStatement;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TableElement;
import org.postern.executor.sql.ast.TableStatement;
import org.postern.executor.sql.ast.TransactionStatement;
import org.postern.executor.sql.ast.TypeName;
import org.postern.executor.sql.ast.VariableStatement;

class StatementShapeTest {
  private static Statement only(String sql) {
    List<RawStatement> statements = SqlParser.parse(sql);
    assertThat(statements).hasSize(1);
    return statements.getFirst().statement();
  }

  private static QueryBody.Select select(String sql) {
    return (QueryBody.Select) ((SelectStatement) only(sql)).body();
  }

  @Test
  void shouldLocateStatementsWhenThereAreSeveral() {
    List<RawStatement> statements = SqlParser.parse(" select 1 ;; begin;commit ");
    assertThat(statements).extracting(RawStatement::location).containsExactly(0, 12, 19);
    assertThat(statements).extracting(RawStatement::length).containsExactly(10, 6, 0);
    assertThat(statements.get(1).textIn(" select 1 ;; begin;commit ")).isEqualTo(" begin");
    assertThat(SqlParser.parse(" ; -- nothing\n;")).isEmpty();
  }

  @Test
  void shouldNestTheRightOperandWhenJoinsStackTheirConditions() {
    FromItem.Join outer =
        (FromItem.Join) select("select * from a join b left join c on x on y").from().getFirst();
    assertThat(outer.type()).isEqualTo(FromItem.JoinType.INNER);
    assertThat(outer.right()).isInstanceOf(FromItem.Join.class);
    FromItem.Join chain =
        (FromItem.Join) select("select * from a join b on x left join c on y").from().getFirst();
    assertThat(chain.type()).isEqualTo(FromItem.JoinType.LEFT);
    assertThat(chain.left()).isInstanceOf(FromItem.Join.class);
  }

  @Test
  void shouldBindIntersectTighterWhenSetOperationsMix() {
    SelectStatement query =
        (SelectStatement) only("select 1 union select 2 intersect select 3 except all select 4");
    QueryBody.SetOperation except = (QueryBody.SetOperation) query.body();
    assertThat(except.operator()).isEqualTo(QueryBody.SetOperator.EXCEPT);
    assertThat(except.all()).isTrue();
    QueryBody.SetOperation union = (QueryBody.SetOperation) except.left().body();
    assertThat(union.operator()).isEqualTo(QueryBody.SetOperator.UNION);
    assertThat(union.right().body()).isInstanceOf(QueryBody.SetOperation.class);
  }

  @Test
  void shouldKeepInnerClausesWhenAnOperandIsInParentheses() {
    SelectStatement query = (SelectStatement) only("(select 1 limit 1) order by 1");
    assertThat(query.limit()).isEqualTo(new Literal.IntegerLiteral(1, 16));
    assertThat(query.orderBy()).hasSize(1);
    assertThat(query.body()).isInstanceOf(QueryBody.Select.class);
  }

  @Test
  void shouldNameColumnsWhenAliasesAreBareKeywords() {
    assertThat(select("select 1 and, 2 select, 3 as from, 4 x, 5 from t").items())
        .extracting(i -> i.alias())
        .containsExactly("and", "select", "from", "x", null);
  }

  @Test
  void shouldReadAnInsertWhenItHasEveryClause() {
    ModifyStatement.Insert insert =
        (ModifyStatement.Insert)
            only("insert into s.t as x (a, b[1]) values (1, default) on conflict do nothing");
    assertThat(insert.relation().toString()).isEqualTo("s.t");
    assertThat(insert.alias()).isEqualTo("x");
    assertThat(insert.columns()).hasSize(2);
    assertThat(insert.onConflict().doUpdate()).isFalse();
    assertThat(insert.source().body()).isInstanceOf(QueryBody.Values.class);
  }

  @Test
  void shouldAttachPropertiesWhenTheyFollowAColumnConstraint() {
    TableStatement.CreateTable table =
        (TableStatement.CreateTable)
            only("create table t (a int not null unique deferrable initially deferred, b t[3][])");
    TableElement.ColumnDefinition a = (TableElement.ColumnDefinition) table.elements().get(0);
    assertThat(a.constraints()).hasSize(2);
    Constraint.UniqueKey unique = (Constraint.UniqueKey) a.constraints().get(1);
    assertThat(unique.attributes().deferrable()).isTrue();
    assertThat(unique.attributes().initiallyDeferred()).isTrue();
    TableElement.ColumnDefinition b = (TableElement.ColumnDefinition) table.elements().get(1);
    assertThat(b.type().arrayBounds()).containsExactly(3, -1);
  }

  @Test
  void shouldTranslateKeywordTypesWhenTheyHaveSystemNames() {
    assertThat(type("timestamp(3) with time zone").names())
        .containsExactly("pg_catalog", "timestamptz");
    assertThat(type("character").modifiers()).containsExactly(new Literal.IntegerLiteral(1, -1));
    assertThat(type("double precision[]").names()).containsExactly("pg_catalog", "float8");
    assertThat(type("float(24)").names()).containsExactly("pg_catalog", "float4");
    assertThat(type("setof s.t").setOf()).isTrue();
    assertThat(type("interval hour to second(2)").modifiers())
        .containsExactly(new Literal.IntegerLiteral(7168, 9), new Literal.IntegerLiteral(2, 24));
  }

  private static TypeName type(String sql) {
    return SqlParser.parseTypeName(sql);
  }

  @Test
  void shouldMapOldCopyOptionsWhenTheyHaveNewNames() {
    CopyStatement copy = (CopyStatement) only("copy t from stdin with csv header quote as 'q'");
    assertThat(copy.options())
        .extracting(o -> o.name())
        .containsExactly("format", "header", "quote");
    assertThat(copy.options())
        .extracting(o -> o.value().asText())
        .containsExactly("csv", "true", "q");
  }

  @Test
  void shouldKeepTheParameterWhenSetHasASpecialForm() {
    assertThat(setting("set time zone 'UTC'")).isEqualTo("timezone");
    assertThat(setting("set names 'x'")).isEqualTo("client_encoding");
    assertThat(setting("set local role none")).isEqualTo("role");
    assertThat(setting("set session authorization x")).isEqualTo("session_authorization");
    assertThat(setting("set session x.y = 1")).isEqualTo("x.y");
  }

  private static String setting(String sql) {
    return ((VariableStatement.SetVariable) only(sql)).name();
  }

  @Test
  void shouldListModesWhenATransactionBegins() {
    TransactionStatement.Begin begin =
        (TransactionStatement.Begin) only("begin isolation level read committed, read only");
    assertThat(begin.start()).isFalse();
    assertThat(begin.modes())
        .containsExactly(
            new TransactionStatement.Isolation(
                TransactionStatement.IsolationLevel.READ_COMMITTED, 6),
            new TransactionStatement.ReadOnly(true, 38));
  }

  @Test
  void shouldNameTheFamilyWhenAStatementIsRare() {
    GenericStatement statement = (GenericStatement) only("create publication p for all tables");
    assertThat(statement.command()).isEqualTo("CREATE PUBLICATION");
    assertThat(statement.name().name()).isEqualTo("p");
  }

  @Test
  void shouldTellTheKindWhenObjectsAreDropped() {
    ObjectStatement.Drop drop =
        (ObjectStatement.Drop) only("drop materialized view if exists a, b.c cascade");
    assertThat(drop.kind()).isEqualTo(ObjectType.MATERIALIZED_VIEW);
    assertThat(drop.objects()).hasSize(2);
    assertThat(drop.ifExists()).isTrue();
    assertThat(drop.cascade()).isTrue();
  }
}
