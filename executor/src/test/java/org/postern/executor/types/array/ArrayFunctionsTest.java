package org.postern.executor.types.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.TypeOrder;
import org.postern.executor.types.TypeOrders;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.executor.types.io.StandaloneContext;

class ArrayFunctionsTest {
  private static final TypeInfo INT4S = BuiltinTypes.get(TypeOid.INT4_ARRAY);

  private static ArrayValue a(String text) {
    return (ArrayValue) INT4S.io().input(text, -1, StandaloneContext.DEFAULT);
  }

  private static String print(ArrayValue array) {
    ByteSink out = new ByteSink();
    INT4S.io().output(array, out, StandaloneContext.DEFAULT);
    return out.toString();
  }

  @Test
  void shouldGiveNullOutsideTheBounds() {
    ArrayValue array = a("[2:3][1:2]={{1,2},{3,4}}");
    assertThat(ArraySubscripts.element(array, new int[] {3, 1})).isEqualTo(3L);
    assertThat(ArraySubscripts.element(array, new int[] {1, 1})).isNull();
    assertThat(ArraySubscripts.element(array, new int[] {2})).isNull();
  }

  @Test
  void shouldRenumberSlicesFromOne() {
    ArrayValue array = a("[2:4]={5,6,7}");
    assertThat(print(ArraySubscripts.slice(array, new Integer[] {3}, new Integer[] {9})))
        .isEqualTo("{6,7}");
    assertThat(print(ArraySubscripts.slice(array, new Integer[] {7}, new Integer[] {9})))
        .isEqualTo("{}");
    ArrayValue square = a("{{1,2},{3,4}}");
    assertThat(print(ArraySubscripts.slice(square, new Integer[] {1, 2}, new Integer[] {2, 2})))
        .isEqualTo("{{2},{4}}");
  }

  @Test
  void shouldFillTheGapWhenAssigningBeyondTheEnd() {
    assertThat(print(ArraySubscripts.assign(a("{1,2}"), new int[] {4}, 9L)))
        .isEqualTo("{1,2,NULL,9}");
    assertThat(print(ArraySubscripts.assign(a("{1,2}"), new int[] {-1}, 9L)))
        .isEqualTo("[-1:2]={9,NULL,1,2}");
    assertThatThrownBy(() -> ArraySubscripts.assign(a("{{1,2}}"), new int[] {2, 1}, 9L))
        .hasMessage("array subscript out of range");
  }

  @Test
  void shouldConcatenateByDimensions() {
    assertThat(print(ArrayFunctions.concat(a("{1}"), a("{2,3}")))).isEqualTo("{1,2,3}");
    assertThat(print(ArrayFunctions.concat(a("{1,2}"), a("{{3,4}}")))).isEqualTo("{{1,2},{3,4}}");
    assertThatThrownBy(() -> ArrayFunctions.concat(a("{1}"), a("{{3,4}}")))
        .hasMessage("cannot concatenate incompatible arrays");
    assertThat(print(ArrayFunctions.append(null, 1L, TypeOid.INT4))).isEqualTo("{1}");
  }

  @Test
  void shouldSearchWithTheElementOrder() {
    TypeOrder order = TypeOrders.LONGS;
    assertThat(ArrayFunctions.position(a("{3,1,NULL,1}"), 1L, null, order)).isEqualTo(2);
    assertThat(ArrayFunctions.position(a("{3,1,NULL,1}"), null, null, order)).isEqualTo(3);
    assertThat(print(ArrayFunctions.positions(a("{3,1,NULL,1}"), 1L, order))).isEqualTo("{2,4}");
    assertThat(print(ArrayFunctions.remove(a("{3,1,NULL,1}"), 1L, order))).isEqualTo("{3,NULL}");
    assertThat(ArrayFunctions.contains(a("{1,2,3}"), a("{3,3,1}"), order)).isTrue();
    assertThat(ArrayFunctions.contains(a("{NULL}"), a("{NULL}"), order)).isFalse();
    assertThat(ArrayFunctions.overlaps(a("{1,2}"), a("{2,9}"), order)).isTrue();
  }

  @Test
  void shouldOrderByElementsThenBySize() {
    TypeOrder order = INT4S.order();
    assertThat(order.compare(a("{1,2}"), a("{1,3}"))).isNegative();
    assertThat(order.compare(a("{1,2}"), a("{1}"))).isPositive();
    assertThat(order.compare(a("{1,NULL}"), a("{1,9}"))).isPositive();
    assertThat(order.equal(a("{1,2}"), a("[0:1]={1,2}"))).isFalse();
  }

  @Test
  void shouldSplitAndJoinStrings() {
    ArrayValue words = ArrayStrings.toArray(Slice.utf8("a,,b"), Slice.utf8(","), Slice.utf8(""));
    assertThat(words.size()).isEqualTo(3);
    assertThat(words.elements()[1]).isNull();
    assertThat(
            ArrayStrings.toString(
                words, Slice.utf8("-"), Slice.utf8("*"), StandaloneContext.DEFAULT))
        .hasToString("a-*-b");
    assertThat(ArrayStrings.toArray(Slice.utf8("ab"), null, null).size()).isEqualTo(2);
  }
}
