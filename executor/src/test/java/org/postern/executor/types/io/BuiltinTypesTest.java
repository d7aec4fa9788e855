package org.postern.executor.types.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;

class BuiltinTypesTest {
  private static final StandaloneContext CTX = StandaloneContext.DEFAULT;

  private static String print(TypeInfo type, Object value) {
    ByteSink out = new ByteSink();
    type.io().output(value, out, CTX);
    return out.toString();
  }

  @Test
  void shouldPairEveryElementTypeWithItsArrayType() {
    for (TypeInfo type : BuiltinTypes.all()) {
      if (type.arrayOid() != 0) {
        TypeInfo array = BuiltinTypes.get(type.arrayOid());
        assertThat(array.elementOid()).isEqualTo(type.oid());
        assertThat(array.name()).isEqualTo("_" + type.name());
      }
    }
  }

  @Test
  void shouldKnowTheFactsOfPgType() {
    TypeInfo int4 = BuiltinTypes.get(TypeOid.INT4);
    assertThat(int4.physical()).isEqualTo(Physical.LONG);
    assertThat(int4.length()).isEqualTo(4);
    assertThat(BuiltinTypes.get("text").preferred()).isTrue();
    assertThat(BuiltinTypes.get("_timestamp").align()).isEqualTo('d');
    assertThat(BuiltinTypes.get("interval").length()).isEqualTo(16);
  }

  @Test
  void shouldApplyTypeModifiersWhenReading() {
    TypeInfo numeric = BuiltinTypes.get(TypeOid.NUMERIC);
    int typmod = numeric.io().typmodIn(new String[] {"5", "2"});
    assertThat(numeric.io().typmodOut(typmod)).isEqualTo("(5,2)");
    assertThat(print(numeric, numeric.io().input("12.345", typmod, CTX))).isEqualTo("12.35");
    assertThatThrownBy(() -> numeric.io().input("12345", typmod, CTX))
        .isInstanceOf(SqlException.class)
        .hasMessage("numeric field overflow");
    TypeInfo bpchar = BuiltinTypes.get(TypeOid.BPCHAR);
    int four = bpchar.io().typmodIn(new String[] {"4"});
    assertThat(print(bpchar, bpchar.io().input("ab", four, CTX))).isEqualTo("ab  ");
    assertThat(print(bpchar, bpchar.io().input("abcd  ", four, CTX))).isEqualTo("abcd");
    TypeInfo varchar = BuiltinTypes.get(TypeOid.VARCHAR);
    assertThatThrownBy(() -> varchar.io().input("abcde", four, CTX))
        .hasMessage("value too long for type character varying(4)");
    TypeInfo bit = BuiltinTypes.get(TypeOid.BIT);
    assertThatThrownBy(() -> bit.io().input("101", 4, CTX))
        .hasMessage("bit string length 3 does not match type bit(4)");
  }

  @Test
  void shouldPrintByteaInBothStyles() {
    TypeInfo bytea = BuiltinTypes.get(TypeOid.BYTEA);
    Object value = bytea.io().input("\\x00415cff", -1, CTX);
    assertThat(print(bytea, value)).isEqualTo("\\x00415cff");
    ByteSink out = new ByteSink();
    bytea.io().output(value, out, CTX.withByteaHex(false));
    assertThat(out.toString()).isEqualTo("\\000A\\\\\\377");
  }

  @Test
  void shouldIgnoreTrailingBlanksWhenComparingBpchar() {
    TypeInfo bpchar = BuiltinTypes.get(TypeOid.BPCHAR);
    Slice padded = Slice.utf8("ab  ");
    assertThat(bpchar.order().equal(padded, Slice.utf8("ab"))).isTrue();
    assertThat(bpchar.order().hash(padded)).isEqualTo(bpchar.order().hash(Slice.utf8("ab")));
    assertThat(BuiltinTypes.get(TypeOid.TEXT).order().equal(padded, Slice.utf8("ab"))).isFalse();
  }
}
