package org.postern.storage.lock;

/**
 * Names what is locked, packed in two longs.
 *
 * <pre>
 *   high: field1 32 | field2 32        low: field3 32 | field4 16 | kind 8 | 0 8
 * </pre>
 *
 * The fields are those of pg_locks for each kind; a 64-bit transaction id takes field1 and field2.
 *
 * <p>Source: PostgreSQL documentation, "pg_locks".
 */
public record LockTag(long high, long low) {
  /** Kinds, numbered as PostgreSQL's. */
  public enum Kind {
    RELATION("relation", "relation"),
    EXTEND("extend", "extend"),
    DATABASE_FROZEN_IDS("frozenid", "frozenid"),
    PAGE("page", "page"),
    TUPLE("tuple", "tuple"),
    TRANSACTION("transactionid", "transactionid"),
    VIRTUAL_TRANSACTION("virtualxid", "virtualxid"),
    SPECULATIVE_TOKEN("spectoken", "spectoken"),
    OBJECT("object", "object"),
    USER("userlock", "userlock"),
    ADVISORY("advisory", "advisory");

    private static final Kind[] BY_ORDINAL = values();

    private final String title;
    private final String waitEvent;

    Kind(String title, String waitEvent) {
      this.title = title;
      this.waitEvent = waitEvent;
    }

    /** Column locktype of pg_locks. */
    public String title() {
      return title;
    }

    /** Column wait_event of pg_stat_activity. */
    public String waitEvent() {
      return waitEvent;
    }

    static Kind of(int number) {
      return BY_ORDINAL[number];
    }
  }

  private static LockTag of(Kind kind, int field1, int field2, int field3, int field4) {
    return new LockTag(
        (long) field1 << 32 | field2 & 0xFFFFFFFFL,
        (long) field3 << 32 | (field4 & 0xFFFFL) << 16 | kind.ordinal() << 8 | 1);
  }

  /** A relation; {@code dbOid} 0 for a shared one. */
  public static LockTag relation(int dbOid, int relOid) {
    return of(Kind.RELATION, dbOid, relOid, 0, 0);
  }

  public static LockTag extend(int dbOid, int relOid) {
    return of(Kind.EXTEND, dbOid, relOid, 0, 0);
  }

  public static LockTag page(int dbOid, int relOid, long block) {
    return of(Kind.PAGE, dbOid, relOid, (int) block, 0);
  }

  public static LockTag tuple(int dbOid, int relOid, long block, int offset) {
    return of(Kind.TUPLE, dbOid, relOid, (int) block, offset);
  }

  public static LockTag transaction(long xid) {
    return of(Kind.TRANSACTION, (int) (xid >>> 32), (int) xid, 0, 0);
  }

  public static LockTag virtualTransaction(int backend, int localXid) {
    return of(Kind.VIRTUAL_TRANSACTION, backend, localXid, 0, 0);
  }

  public static LockTag speculativeToken(long xid, int token) {
    return of(Kind.SPECULATIVE_TOKEN, (int) (xid >>> 32), (int) xid, token, 0);
  }

  public static LockTag object(int dbOid, int classOid, int objectOid, int subId) {
    return of(Kind.OBJECT, dbOid, classOid, objectOid, subId);
  }

  /** Key of one bigint (subId 1) or of two integers (subId 2). */
  public static LockTag advisory(int dbOid, int key1, int key2, int subId) {
    return of(Kind.ADVISORY, dbOid, key1, key2, subId);
  }

  public Kind kind() {
    return Kind.of((int) (low >>> 8) & 0xFF);
  }

  public int field1() {
    return (int) (high >>> 32);
  }

  public int field2() {
    return (int) high;
  }

  public int field3() {
    return (int) (low >>> 32);
  }

  public int field4() {
    return (int) (low >>> 16) & 0xFFFF;
  }

  /** The transaction of a TRANSACTION or SPECULATIVE_TOKEN tag. */
  public long xid() {
    return high;
  }

  /** The words of error messages, as {@code relation 16384 of database 5}. */
  public String describe() {
    String database = " of database " + Integer.toUnsignedString(field1());
    String relation = " of relation " + Integer.toUnsignedString(field2()) + database;
    return switch (kind()) {
      case RELATION -> "relation " + Integer.toUnsignedString(field2()) + database;
      case EXTEND -> "extension" + relation;
      case DATABASE_FROZEN_IDS -> "pg_database.datfrozenxid" + database;
      case PAGE -> "page " + Integer.toUnsignedString(field3()) + relation;
      case TUPLE ->
          "tuple (" + Integer.toUnsignedString(field3()) + "," + field4() + ")" + relation;
      case TRANSACTION -> "transaction " + xid();
      case VIRTUAL_TRANSACTION ->
          "virtual transaction " + field1() + "/" + Integer.toUnsignedString(field2());
      case SPECULATIVE_TOKEN -> "speculative token " + field3() + " of transaction " + xid();
      case OBJECT ->
          "object "
              + Integer.toUnsignedString(field3())
              + " of class "
              + Integer.toUnsignedString(field2())
              + database;
      case USER, ADVISORY ->
          (kind() == Kind.USER ? "user lock [" : "advisory lock [")
              + Integer.toUnsignedString(field1())
              + ","
              + Integer.toUnsignedString(field2())
              + ","
              + Integer.toUnsignedString(field3())
              + ","
              + field4()
              + "]";
    };
  }
}
