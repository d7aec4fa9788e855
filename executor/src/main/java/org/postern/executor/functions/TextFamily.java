package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.f3;
import static org.postern.executor.functions.Fn.fn;

import java.util.Arrays;
import java.util.function.Predicate;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.text.Encodings;
import org.postern.executor.types.text.Format;
import org.postern.executor.types.text.Hashes;
import org.postern.executor.types.text.Like;
import org.postern.executor.types.text.Quoting;
import org.postern.executor.types.text.TextCasts;
import org.postern.executor.types.text.TextFunctions;
import org.postern.executor.types.text.Trim;
import org.postern.executor.types.text.Utf8;

/**
 * Functions of text, varchar, char(n) and name.
 *
 * <p>Source: PostgreSQL documentation, section 9.4 "String Functions and Operators".
 */
final class TextFamily implements FunctionFamily {
  private final Predicate<String> isKeyword;

  /** {@code isKeyword}: whether a word must be quoted to serve as an identifier. */
  TextFamily(Predicate<String> isKeyword) {
    this.isKeyword = isKeyword;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = basics(prosrc);
    if (impl == null) {
      impl = trimming(prosrc);
    }
    if (impl == null) {
      impl = patterns(prosrc);
    }
    if (impl == null) {
      impl = quoting(prosrc);
    }
    if (impl == null) {
      impl = casts(prosrc);
    }
    return impl == null ? codes(prosrc) : impl;
  }

  private static FunctionImpl basics(String prosrc) {
    return switch (prosrc) {
      case "textcat" -> f2((a, b) -> TextFunctions.concat((Slice) a, (Slice) b));
      case "textlen" -> f1(a -> TextFunctions.length((Slice) a));
      case "bpcharlen" -> f1(a -> TextFunctions.bpcharLength((Slice) a));
      case "textoctetlen", "bpcharoctetlen" -> f1(a -> TextFunctions.octetLength((Slice) a));
      case "lower" -> f1(a -> TextFunctions.lower((Slice) a));
      case "upper" -> f1(a -> TextFunctions.upper((Slice) a));
      case "initcap" -> f1(a -> TextFunctions.initcap((Slice) a));
      case "text_substr" -> f3((a, b, c) -> TextFunctions.substring((Slice) a, (Long) b, (Long) c));
      case "text_substr_no_len" -> f2((a, b) -> TextFunctions.substring((Slice) a, (Long) b));
      case "text_left" -> f2((a, b) -> TextFunctions.left((Slice) a, (Long) b));
      case "text_right" -> f2((a, b) -> TextFunctions.right((Slice) a, (Long) b));
      case "text_reverse" -> f1(a -> TextFunctions.reverse((Slice) a));
      case "textpos" -> f2((a, b) -> TextFunctions.position((Slice) a, (Slice) b));
      case "text_starts_with" ->
          f2((a, b) -> Fn.bool(TextFunctions.startsWith((Slice) a, (Slice) b)));
      case "textoverlay" ->
          fn((a, c) -> TextFunctions.overlay((Slice) a[0], (Slice) a[1], (Long) a[2], (Long) a[3]));
      case "textoverlay_no_len" ->
          f3((a, b, c) -> TextFunctions.overlay((Slice) a, (Slice) b, (Long) c));
      case "replace_text" ->
          f3((a, b, c) -> TextFunctions.replace((Slice) a, (Slice) b, (Slice) c));
      case "translate" -> f3((a, b, c) -> TextFunctions.translate((Slice) a, (Slice) b, (Slice) c));
      case "repeat" -> f2((a, b) -> TextFunctions.repeat((Slice) a, (Long) b));
      case "lpad" -> f3((a, b, c) -> TextFunctions.lpad((Slice) a, (Long) b, (Slice) c));
      case "rpad" -> f3((a, b, c) -> TextFunctions.rpad((Slice) a, (Long) b, (Slice) c));
      case "split_part" -> f3((a, b, c) -> TextFunctions.splitPart((Slice) a, (Slice) b, (Long) c));
      case "text_concat" -> fn((a, c) -> concat(a, 0, null, c));
      case "text_concat_ws" -> fn((a, c) -> a[0] == null ? null : concat(a, 1, (Slice) a[0], c));
      default -> null;
    };
  }

  private static FunctionImpl trimming(String prosrc) {
    return switch (prosrc) {
      case "btrim" -> f2((a, b) -> Trim.both((Slice) a, (Slice) b));
      case "btrim1" -> f1(a -> Trim.both((Slice) a));
      case "ltrim" -> f2((a, b) -> Trim.left((Slice) a, (Slice) b));
      case "ltrim1" -> f1(a -> Trim.left((Slice) a));
      case "rtrim" -> f2((a, b) -> Trim.right((Slice) a, (Slice) b));
      case "rtrim1" -> f1(a -> Trim.right((Slice) a));
      default -> null;
    };
  }

  private static FunctionImpl patterns(String prosrc) {
    return switch (prosrc) {
      case "textlike", "namelike" -> f2((a, b) -> Fn.bool(Like.like((Slice) a, (Slice) b)));
      case "textnlike", "namenlike" -> f2((a, b) -> Fn.bool(!Like.like((Slice) a, (Slice) b)));
      case "texticlike", "nameiclike" -> f2((a, b) -> Fn.bool(Like.ilike((Slice) a, (Slice) b)));
      case "texticnlike", "nameicnlike" -> f2((a, b) -> Fn.bool(!Like.ilike((Slice) a, (Slice) b)));
      case "like_escape" -> f2((a, b) -> Like.escape((Slice) a, (Slice) b));
      default -> null;
    };
  }

  private FunctionImpl quoting(String prosrc) {
    return switch (prosrc) {
      case "quote_ident" -> f1(a -> Quoting.identifier((Slice) a, isKeyword));
      case "quote_literal" -> f1(a -> Quoting.literal((Slice) a));
      case "quote_nullable" -> f1(a -> Quoting.nullable((Slice) a));
      case "text_format", "text_format_nv" -> fn(this::format);
      default -> null;
    };
  }

  private static FunctionImpl casts(String prosrc) {
    return switch (prosrc) {
      case "varchar" ->
          f3((a, b, c) -> TextCasts.varchar((Slice) a, ((Long) b).intValue(), (Long) c != 0));
      case "bpchar" ->
          f3((a, b, c) -> TextCasts.bpchar((Slice) a, ((Long) b).intValue(), (Long) c != 0));
      case "name_text", "name_bpchar" -> f1(a -> a);
      case "text_name" -> f1(a -> TextCasts.toName((Slice) a));
      case "bpchar_name" -> f1(a -> TextCasts.bpcharToName((Slice) a));
      case "nameconcatoid" -> f2((a, b) -> nameWithOid((Slice) a, (Long) b));
      default -> null;
    };
  }

  private static FunctionImpl codes(String prosrc) {
    return switch (prosrc) {
      case "ascii" -> f1(a -> TextFunctions.ascii((Slice) a));
      case "chr" -> f1(a -> TextFunctions.chr((Long) a));
      case "to_hex32" -> f1(a -> TextFunctions.toHexInt4((Long) a));
      case "to_hex64" -> f1(a -> TextFunctions.toHexInt8((Long) a));
      case "md5_text", "md5_bytea" -> f1(a -> Hashes.md5((Slice) a));
      case "binary_encode" -> f2((a, b) -> Encodings.encode((Slice) a, (Slice) b));
      case "binary_decode" -> f2((a, b) -> Encodings.decode((Slice) a, (Slice) b));
      case "pg_convert_to" -> f2((a, b) -> Encodings.convertTo((Slice) a, (Slice) b));
      case "pg_convert_from" -> f2((a, b) -> Encodings.convertFrom((Slice) a, (Slice) b));
      case "sha224_bytea" -> f1(a -> Hashes.sha224((Slice) a));
      case "sha256_bytea" -> f1(a -> Hashes.sha256((Slice) a));
      case "sha384_bytea" -> f1(a -> Hashes.sha384((Slice) a));
      case "sha512_bytea" -> f1(a -> Hashes.sha512((Slice) a));
      default -> null;
    };
  }

  private static Slice concat(Object[] args, int from, Slice separator, CallContext context) {
    ByteSink out = new ByteSink();
    boolean first = true;
    for (int i = from; i < args.length; i++) {
      if (args[i] == null) {
        continue;
      }
      if (!first && separator != null) {
        out.put(separator);
      }
      first = false;
      out.put(TextCasts.textOf(args[i], context.argumentType(i), context.types()));
    }
    return out.toSlice();
  }

  private Slice format(Object[] args, CallContext context) {
    if (args[0] == null) {
      return null;
    }
    int[] types = new int[args.length - 1];
    for (int i = 0; i < types.length; i++) {
      types[i] = context.argumentType(i + 1);
    }
    Object[] values = Arrays.copyOfRange(args, 1, args.length);
    return Format.format((Slice) args[0], values, types, isKeyword, context.types());
  }

  /** A name made unique by an oid, with the name shortened so that both fit. */
  private static Slice nameWithOid(Slice name, long oid) {
    Slice suffix = Slice.utf8("_" + oid);
    int room = TextCasts.NAME_BYTES - suffix.length();
    Slice start = name.slice(0, Utf8.clip(name, room));
    return TextFunctions.concat(start, suffix);
  }
}
