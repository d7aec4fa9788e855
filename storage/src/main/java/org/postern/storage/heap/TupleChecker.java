package org.postern.storage.heap;

import java.util.Arrays;
import org.postern.storage.access.TableHandle;
import org.postern.storage.tuple.AttributeLayout;
import org.postern.storage.tuple.ToastPointer;
import org.postern.storage.tuple.TupleHeader;
import org.postern.storage.tuple.TupleLayout;
import org.postern.storage.tuple.TupleReader;
import org.postern.storage.tuple.Varlena;

/**
 * Checks that the bytes of one tuple can be taken apart as its table's layout says. Every length is
 * compared with the tuple's end before it is trusted.
 */
final class TupleChecker {
  private final TableHandle table;
  private final TupleLayout layout;
  private int attribute;

  TupleChecker(TableHandle table) {
    this.table = table;
    this.layout = table.layout();
  }

  /** The attribute that the last complaint is about, -1 for the whole tuple. */
  int attribute() {
    return attribute;
  }

  /** What is wrong with the tuple, or null. */
  String check(byte[] data, int offset, int length) {
    attribute = -1;
    int hoff = TupleHeader.hoff(data, offset);
    int natts = TupleHeader.attributes(data, offset);
    boolean nulls = TupleHeader.hasNulls(data, offset);
    if (hoff > length) {
      return "data begins at offset " + hoff + " beyond the tuple length " + length;
    }
    int expected = nulls ? TupleHeader.sizeWithNulls(natts) : TupleHeader.MIN_SIZE;
    if (hoff != expected) {
      return "tuple data should begin at byte "
          + expected
          + ", but actually begins at byte "
          + hoff
          + " ("
          + natts
          + " attributes, "
          + (nulls ? "has nulls" : "no nulls")
          + ")";
    }
    if (natts > layout.attributeCount()) {
      return "number of attributes "
          + natts
          + " exceeds maximum expected for table "
          + layout.attributeCount();
    }
    return checkAttributes(data, offset, length, natts, nulls);
  }

  private String checkAttributes(byte[] data, int offset, int length, int natts, boolean nulls) {
    int start = offset + TupleHeader.hoff(data, offset);
    int end = offset + length;
    int at = start;
    for (int att = 0; att < natts; att++) {
      if (nulls && TupleHeader.isNull(data, offset, att)) {
        continue;
      }
      attribute = att;
      AttributeLayout a = layout.attribute(att);
      boolean padded = !a.isVarlena() || at < end && data[at] == 0;
      if (padded && a.length() != AttributeLayout.CSTRING) {
        at = (at - start + a.alignment() - 1 & -a.alignment()) + start;
      }
      int size = a.length();
      if (size == AttributeLayout.VARLENA) {
        String wrong = checkVarlena(data, at, end);
        if (wrong != null) {
          return wrong;
        }
        size = Varlena.size(data, at);
      } else if (size == AttributeLayout.CSTRING) {
        int zero = at;
        while (zero < end && data[zero] != 0) {
          zero++;
        }
        size = zero + 1 - at;
      }
      if (at + size > end) {
        return "attribute with length "
            + size
            + " ends at offset "
            + (at + size - offset)
            + " beyond total tuple length "
            + length;
      }
      at += size;
    }
    attribute = -1;
    return null;
  }

  private String checkVarlena(byte[] data, int at, int end) {
    if (at >= end) {
      return "attribute begins beyond the end of the tuple";
    }
    boolean isLong = (data[at] & 1) == 0;
    if (isLong && at + Varlena.HEADER > end) {
      return "varlena header ends beyond the end of the tuple";
    }
    int size = Varlena.size(data, at);
    int minimum = Varlena.isCompressed(data, at) ? Varlena.COMPRESSED_HEADER : 1;
    if (size < Math.max(minimum, Varlena.headerSize(data, at)) || at + size > end) {
      return "varlena with length " + size + " does not fit into the tuple";
    }
    if (Varlena.isExternal(data, at)) {
      if (data[at + 1] != ToastPointer.TAG) {
        return "toasted attribute has unexpected TOAST tag " + data[at + 1];
      }
      if (table.toast() == null || table.toast().oid() != ToastPointer.relation(data, at)) {
        return "attribute is external, but its toast relation is not the table's";
      }
    }
    return null;
  }

  /** Where the toast pointers of a sound tuple are. */
  int[] externals(byte[] data, int offset) {
    TupleReader reader = new TupleReader(layout);
    reader.set(data, offset);
    int natts = Math.min(TupleHeader.attributes(data, offset), layout.attributeCount());
    int[] found = new int[natts];
    int n = 0;
    for (int att = 0; att < natts; att++) {
      if (!reader.isNull(att) && reader.isExternal(att)) {
        found[n++] = reader.rawOffset(att);
      }
    }
    return Arrays.copyOf(found, n);
  }
}
