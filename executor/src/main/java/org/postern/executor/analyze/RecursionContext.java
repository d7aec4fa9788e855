package org.postern.executor.analyze;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * What lies between the recursive term being analyzed and the present place: a recursive query may
 * refer to itself only where adding rows to itself can only add rows to the result.
 *
 * <p>Source: PostgreSQL documentation, "Recursive Queries".
 */
final class RecursionContext {
  private Place place = Place.PLAIN;

  /** The query whose analysis is under way, null for none. */
  CommonTables.Pending current;

  /** The level around the recursive term. */
  Scope termParent;

  /** A place where a recursive reference must not stand, in the words of the message. */
  enum Place {
    PLAIN(null),
    SUBQUERY("a subquery"),
    OUTER_JOIN("an outer join"),
    INTERSECT("INTERSECT"),
    EXCEPT("EXCEPT");

    private final String words;

    Place(String words) {
      this.words = words;
    }
  }

  /** Enters a place; returns the one to go back to. The outermost one that forbids counts. */
  Place enter(Place next) {
    Place before = place;
    if (place == Place.PLAIN) {
      place = next;
    }
    return before;
  }

  /** Starts a recursive term: nothing around it matters. */
  Place start() {
    Place before = place;
    place = Place.PLAIN;
    return before;
  }

  /** Whether a level belongs to the recursive term itself, not to a subquery of it. */
  boolean isInTerm(Scope scope) {
    return place == Place.PLAIN && scope.parent != null && scope.parent == termParent;
  }

  void leave(Place before) {
    place = before;
  }

  void checkAllowed(String name, int location) {
    if (place != Place.PLAIN) {
      throw misplaced(name, "must not appear within " + place.words, location);
    }
  }

  static SqlException misplaced(String name, String rule, int location) {
    return SqlException.error(
            SqlState.INVALID_RECURSION, "recursive reference to query \"%s\" %s", name, rule)
        .withPosition(location + 1);
  }
}
