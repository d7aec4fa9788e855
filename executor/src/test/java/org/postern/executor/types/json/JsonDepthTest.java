package org.postern.executor.types.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.executor.types.jsonpath.JsonPath;
import org.postern.executor.types.jsonpath.PathQuery;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** What nests as deep as allowed is carried by a small stack; what nests deeper is refused. */
final class JsonDepthTest {
  private static final StandaloneContext CONTEXT = StandaloneContext.DEFAULT;

  /** Three quarters of a backend's stack, for what its callers use. */
  private static final long STACK = 768 * 1024;

  private static void onSmallStack(Runnable work) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                failure.set(e);
              }
            },
            "small stack",
            STACK);
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  private static Slice nested(String open, String inner, String close, int depth) {
    return Slice.utf8(open.repeat(depth) + inner + close.repeat(depth));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void shouldWalkTheDeepestDocumentWhenTheStackIsSmall(String open) throws InterruptedException {
    String close = open.equals("[") ? "]" : "}";
    Slice text = nested(open, "1", close, JsonDepth.MAX);
    onSmallStack(() -> {
      Jsonb value = JsonParser.jsonb(text, CONTEXT);
      byte[] stored = new byte[JsonbCodec.length(value)];
      JsonbCodec.store(value, stored, 0);
      Jsonb loaded = JsonbCodec.load(stored, 0, stored.length);
      assertThat(loaded.equals(value)).isTrue();
      assertThat(loaded.hashCode()).isEqualTo(value.hashCode());
      assertThat(JsonbEdits.contains(value, loaded)).isTrue();
      assertThat(JsonReads.stripNulls(value).text()).isEqualTo(value.text());
      JsonText tree = JsonParser.text(text, true, CONTEXT);
      assertThat(JsonReads.stripNulls(tree)).isEqualTo(text);
      Object[] steps = Collections.nCopies(JsonDepth.MAX, key(open)).toArray();
      ArrayValue path = ArrayValue.of(TypeOid.TEXT, steps);
      assertThat(JsonReads.path(tree, path).text()).isEqualTo(Slice.utf8("1"));
      JsonbPathEdit.apply(value, path, JsonbPathEdit.Change.SET, Jsonb.NULL);
      JsonPath leaves = JsonPath.parse("$.**{last}", CONTEXT);
      assertThat(new PathQuery(value, leaves, null, false, false).items(CONTEXT)).hasSize(1);
    });
  }

  private static Slice key(String open) {
    return Slice.utf8(open.equals("[") ? "0" : "a");
  }

  @Test
  void shouldRefuseDocumentsThatNestDeeper() {
    Slice deeper = nested("[", "", "]", JsonDepth.MAX + 1);
    assertThatThrownBy(() -> JsonParser.check(deeper, CONTEXT))
        .hasMessage("stack depth limit exceeded")
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.STATEMENT_TOO_COMPLEX));
  }

  @Test
  void shouldRefuseToWrapTheDeepestValueAgain() {
    Jsonb deepest = JsonParser.jsonb(nested("[", "", "]", JsonDepth.MAX), CONTEXT);
    byte[] stored = new byte[JsonbCodec.length(deepest)];
    JsonbCodec.store(deepest, stored, 0);
    Jsonb loaded = JsonbCodec.load(stored, 0, stored.length);
    assertThatThrownBy(() -> JsonbArray.of(List.of(loaded)))
        .hasMessage("stack depth limit exceeded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(,)", "-,", "1+,", "$.a[,]", "$ ? (@.a == 1 && ,)", "$.x ,.size()"})
  void shouldCarryOrRefusePathsWhenTheStackIsSmall(String form) throws InterruptedException {
    String[] halves = form.split(",", -1);
    onSmallStack(() -> {
      for (int depth = 16; depth < 1 << 17; depth += depth / 4) {
        boolean filter = form.contains("?");
        String inner = filter ? "$ == 1" : form.startsWith("$.x") ? "" : "$.a";
        String text =
            form.startsWith("$.x")
                ? "$.x" + ".size()".repeat(depth)
                : filter
                    ? "$ ? (" + "@.a == 1 && ".repeat(depth) + "@ == 1)"
                    : halves[0].repeat(depth) + inner + halves[1].repeat(depth);
        try {
          JsonPath path = JsonPath.parse(text, CONTEXT);
          path.text();
          new PathQuery(Jsonb.NULL, path, null, true, false).items(CONTEXT);
        } catch (SqlException e) {
          assertThat(e.state()).isEqualTo(SqlState.STATEMENT_TOO_COMPLEX);
        }
      }
    });
  }
}
