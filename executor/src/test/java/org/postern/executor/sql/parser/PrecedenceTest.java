package org.postern.executor.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecedenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "1 + 2 * 3 ; (1 + (2 * 3))",
        "1 - 2 - 3 ; ((1 - 2) - 3)",
        "2 ^ 3 ^ 2 ; ((2 ^ 3) ^ 2)",
        "-2 ^ 2 ; (-2 ^ 2)",
        "-a ^ 2 ; ((- a) ^ 2)",
        "- a::int ; (- (a::int4))",
        "- 5 ; -5",
        "+ 5 ; (+ 5)",
        "a || b + c ; (a || (b + c))",
        "a || b = c ; ((a || b) = c)",
        "@ a + b ; (@ (a + b))",
        "@ a || b ; ((@ a) || b)",
        "not a = b ; (not (a = b))",
        "not a is null ; (not (a is null))",
        "not a and b ; ((not a) and b)",
        "a or b and c or d ; (a or (b and c) or d)",
        "a = b is null ; ((a = b) is null)",
        "a is null = b ; ((a is null) = b)",
        "a is null is not null ; ((a is null) is not null)",
        "a is distinct from b = c ; (a is distinct from (b = c))",
        "a between 1 and 2 and c ; ((a between 1 & 2) and c)",
        "a not between b + 1 and c || d ; (a not between (b + 1) & (c || d))",
        "a like b escape c and d ; ((a LIKE b escape c) and d)",
        "a < b like c ; (a < (b LIKE c))",
        "a like b < c ; ((a LIKE b) < c)",
        "a in (1, 2) = b ; ((a in [1, 2]) = b)",
        "a in (1) in (b) ; ((a in [1]) in [b])",
        "a not in (1) ; (a not in [1])",
        "a at time zone 'x' || b ; (timezone('x', a) || b)",
        "a at time zone b at time zone c ; timezone(c, timezone(b, a))",
        "a + b collate \"C\" ; (a + (b collate C))",
        "a collate \"C\"::text ; ((a collate C)::text)",
        "a operator(s.+) b * c ; (a s.+ (b * c))",
        "a * b operator(pg_catalog.+) c ; ((a * b) pg_catalog.+ c)",
        "a = any (b) = c ; ((a = ANY b) = c)",
        "a <> all (b + 1) ; (a <> ALL (b + 1))",
        "((1)) + (2) ; (1 + 2)",
        "((select 1)) + 1 ; (query + 1)",
        "(1, 2) = (3, 4) ; (row(1, 2) = row(3, 4))",
        "a.b[1].c ; a.b[1].c",
        "(a).b.* ; a.b.*",
        "$1[2:] ; $1[2:]",
        "a <= b ; (a <= b)",
        "a != b ; (a <> b)",
        "a >= -1 ; (a >= -1)",
        "a=-1 ; (a = -1)",
        "a*-b ; (a * (- b))",
        "a @- b ; (a @- b)",
        "- - 1 ; 1",
        "case when a then b end + 1 ; (case  when a then b else  + 1)",
      })
  void shouldGroupOperatorsWhenTheyAreMixed(String sql, String shape) {
    assertThat(Shapes.of(sql)).isEqualTo(shape);
  }
}
