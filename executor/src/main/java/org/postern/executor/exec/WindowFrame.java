package org.postern.executor.exec;

import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Vector;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The frame of each row of a partition: rows {@code start} to {@code end - 1} without those that
 * the exclusion takes out.
 *
 * <p>Source: PostgreSQL documentation, section 4.2.8 "Window Function Calls".
 */
final class WindowFrame {
  private final Query.Frame frame;
  private final Plan.SortKey key;
  private final InRange inRange;
  private final Object startOffset;
  private final Object endOffset;
  private RowStore rows;
  private WindowPeers peers;
  private int size;
  private int rangeStart;
  private int rangeEnd;

  int start;
  int end;
  private int row;

  /** {@code key} and {@code inRange} are null unless offsets of RANGE need them. */
  WindowFrame(
      Query.Frame frame, Plan.SortKey key, InRange inRange, Object startOffset, Object endOffset) {
    this.frame = frame;
    this.key = key;
    this.inRange = inRange;
    this.startOffset = check(startOffset, frame.start(), "starting");
    this.endOffset = check(endOffset, frame.end(), "ending");
  }

  private Object check(Object offset, Query.Frame.Bound bound, String which) {
    if (bound.offset() == null) {
      return null;
    }
    if (offset == null) {
      throw SqlException.error(
          SqlState.NULL_VALUE_NOT_ALLOWED, "frame %s offset must not be null", which);
    }
    if (frame.mode() != Query.Frame.Mode.RANGE && (Long) offset < 0) {
      throw SqlException.error(
          SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
          "frame %s offset must not be negative",
          which);
    }
    return offset;
  }

  void partition(RowStore partition, WindowPeers partitionPeers) {
    rows = partition;
    peers = partitionPeers;
    size = partition.count();
    rangeStart = 0;
    rangeEnd = 0;
  }

  /** Whether the frame of a row begins with the partition and leaves nothing out. */
  boolean growsOnly() {
    return frame.start().kind() == Query.Frame.Kind.UNBOUNDED_PRECEDING
        && frame.exclusion() == Query.Frame.Exclusion.NONE;
  }

  /** Whether nothing is left out of frames. */
  boolean isWhole() {
    return frame.exclusion() == Query.Frame.Exclusion.NONE;
  }

  /** Goes to a row; rows are visited in order. */
  void at(int current) {
    row = current;
    start = Math.clamp(startOf(current), 0, size);
    end = Math.clamp(endOf(current), start, size);
  }

  private int startOf(int current) {
    return switch (frame.start().kind()) {
      case UNBOUNDED_PRECEDING -> 0;
      case UNBOUNDED_FOLLOWING -> size;
      case CURRENT_ROW -> frame.mode() == Query.Frame.Mode.ROWS ? current : peers.start(current);
      case PRECEDING, FOLLOWING -> {
        boolean before = frame.start().kind() == Query.Frame.Kind.PRECEDING;
        yield switch (frame.mode()) {
          case ROWS -> shifted(current, (Long) startOffset, before);
          case GROUPS -> {
            int group = shifted(peers.group(current), (Long) startOffset, before);
            yield group < 0 ? 0 : peers.groupStart(group);
          }
          case RANGE -> rangeStart(current, before);
        };
      }
    };
  }

  private int endOf(int current) {
    return switch (frame.end().kind()) {
      case UNBOUNDED_PRECEDING -> 0;
      case UNBOUNDED_FOLLOWING -> size;
      case CURRENT_ROW -> frame.mode() == Query.Frame.Mode.ROWS ? current + 1 : peers.end(current);
      case PRECEDING, FOLLOWING -> {
        boolean before = frame.end().kind() == Query.Frame.Kind.PRECEDING;
        yield switch (frame.mode()) {
          case ROWS -> shifted(current + 1, (Long) endOffset, before);
          case GROUPS -> {
            int group = shifted(peers.group(current) + 1, (Long) endOffset, before);
            yield group < 0 ? 0 : peers.groupStart(group);
          }
          case RANGE -> rangeEnd(current, before);
        };
      }
    };
  }

  private static int shifted(int from, long offset, boolean before) {
    if (before) {
      return offset > from ? -1 : (int) (from - offset);
    }
    return offset > Integer.MAX_VALUE - from ? Integer.MAX_VALUE : (int) (from + offset);
  }

  private int rangeStart(int current, boolean before) {
    Vector values = rows.columns[key.column()];
    boolean subtract = before != key.descending();
    while (rangeStart < size) {
      boolean headNull = values.isNull(rangeStart);
      boolean currentNull = values.isNull(current);
      boolean stop;
      if (headNull || currentNull) {
        stop = key.nullsFirst() ? !headNull || currentNull : headNull || !currentNull;
      } else {
        stop =
            inRange.test(
                values.get(rangeStart),
                values.get(current),
                startOffset,
                subtract,
                key.descending());
      }
      if (stop) {
        break;
      }
      rangeStart++;
    }
    return rangeStart;
  }

  private int rangeEnd(int current, boolean before) {
    Vector values = rows.columns[key.column()];
    boolean subtract = before != key.descending();
    while (rangeEnd < size) {
      boolean tailNull = values.isNull(rangeEnd);
      boolean currentNull = values.isNull(current);
      boolean stop;
      if (tailNull || currentNull) {
        stop = key.nullsFirst() ? !tailNull && currentNull : tailNull && !currentNull;
      } else {
        stop =
            !inRange.test(
                values.get(rangeEnd), values.get(current), endOffset, subtract, !key.descending());
      }
      if (stop) {
        break;
      }
      rangeEnd++;
    }
    return rangeEnd;
  }

  /** Whether a row between start and end is left out. */
  boolean excludes(int other) {
    return switch (frame.exclusion()) {
      case NONE -> false;
      case CURRENT_ROW -> other == row;
      case GROUP -> peers.group(other) == peers.group(row);
      case TIES -> other != row && peers.group(other) == peers.group(row);
    };
  }

  /** The {@code n}-th row of the frame, 0-based from its start or its end; -1 for none. */
  int nth(long n, boolean fromEnd) {
    long left = n;
    if (fromEnd) {
      for (int i = end - 1; i >= start; i--) {
        if (!excludes(i) && left-- == 0) {
          return i;
        }
      }
      return -1;
    }
    if (frame.exclusion() == Query.Frame.Exclusion.NONE) {
      return n < end - start ? start + (int) n : -1;
    }
    for (int i = start; i < end; i++) {
      if (!excludes(i) && left-- == 0) {
        return i;
      }
    }
    return -1;
  }
}
