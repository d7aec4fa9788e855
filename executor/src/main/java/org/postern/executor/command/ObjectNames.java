package org.postern.executor.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.Relations;

/**
 * Names that the server chooses: {@code table_column_key} and the like, shortened to 63 bytes and
 * numbered until nobody has them.
 */
final class ObjectNames {
  /** Bytes of the longest name. */
  static final int MAX_BYTES = 63;

  private final CatalogEditor editor;
  private final Relations relations;

  ObjectNames(CatalogEditor editor, Relations relations) {
    this.editor = editor;
    this.relations = relations;
  }

  /** {@code first_second_label}; the longer of the first two loses bytes until it fits. */
  static String make(String first, String second, String label) {
    int overhead = (second == null ? 0 : 1) + (label == null ? 0 : bytes(label) + 1);
    int firstBytes = bytes(first);
    int secondBytes = second == null ? 0 : bytes(second);
    int available = MAX_BYTES - overhead;
    while (firstBytes + secondBytes > available) {
      if (firstBytes > secondBytes) {
        firstBytes--;
      } else {
        secondBytes--;
      }
    }
    StringBuilder name = new StringBuilder(clip(first, firstBytes));
    if (second != null) {
      name.append('_').append(clip(second, secondBytes));
    }
    if (label != null) {
      name.append('_').append(label);
    }
    return name.toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The longest beginning of whole characters in so many bytes. */
  static String clip(String text, int max) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= max) {
      return text;
    }
    int end = max;
    while (end > 0 && (utf8[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }

  /** A free name for a relation; for a constraint's index free among constraints too. */
  String relation(String first, String second, String label, int namespace, boolean constraint) {
    for (int pass = 0; ; pass++) {
      String name = make(first, second, pass == 0 ? label : label + pass);
      if (relations.relationByName(namespace, name) == 0
          && !(constraint && constraintExists(namespace, name))) {
        return name;
      }
    }
  }

  /** A free name for a constraint, {@code taken} being those of the same command. */
  String constraint(String first, String second, String label, int namespace, Set<String> taken) {
    for (int pass = 0; ; pass++) {
      String name = make(first, second, pass == 0 ? label : label + pass);
      if (!taken.contains(name) && !constraintExists(namespace, name)) {
        return name;
      }
    }
  }

  private boolean constraintExists(int namespace, String name) {
    return !editor
        .rows(
            "pg_constraint",
            CatalogEditor.CONSTRAINT_NAME,
            Catalog.name(name),
            Catalog.unsigned(namespace))
        .isEmpty();
  }

  /** The part of an index name that stands for its columns. */
  static String columns(List<String> columns) {
    StringBuilder text = new StringBuilder();
    for (String column : columns) {
      if (!text.isEmpty()) {
        text.append('_');
      }
      text.append(column);
      if (bytes(text.toString()) >= MAX_BYTES) {
        break;
      }
    }
    return clip(text.toString(), MAX_BYTES);
  }

  /** A free name for the array type over {@code type}. */
  String arrayType(Catalog catalog, String type, int namespace) {
    for (int pass = 0; ; pass++) {
      String name =
          pass == 0 ? clip("_" + type, MAX_BYTES) : make("", type, Integer.toString(pass));
      if (catalog.typeByName(namespace, name) == 0) {
        return name;
      }
    }
  }
}
