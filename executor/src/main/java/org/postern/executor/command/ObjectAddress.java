package org.postern.executor.command;

/** Names any object: the system table it is a row of, its oid, and a column's number or 0. */
record ObjectAddress(int classId, int object, int sub) {
  static final int TYPE = 1247;
  static final int PROC = 1255;
  static final int CLASS = 1259;
  static final int AUTHID = 1260;
  static final int DATABASE = 1262;
  static final int ATTRDEF = 2604;
  static final int CONSTRAINT = 2606;
  static final int NAMESPACE = 2615;
  static final int OPCLASS = 2616;
  static final int OPERATOR = 2617;
  static final int REWRITE = 2618;
  static final int COLLATION = 3456;
  static final int TABLESPACE = 1213;
  static final int LANGUAGE = 2612;
  static final int DEFAULT_ACL = 826;
  static final int TRIGGER = 2620;
  static final int CAST = 2605;

  static ObjectAddress relation(int oid) {
    return new ObjectAddress(CLASS, oid, 0);
  }

  static ObjectAddress column(int relation, int number) {
    return new ObjectAddress(CLASS, relation, number);
  }

  static ObjectAddress of(int classId, int oid) {
    return new ObjectAddress(classId, oid, 0);
  }

  /** Whether this is the other or a part of it. */
  boolean within(ObjectAddress other) {
    return classId == other.classId
        && object == other.object
        && (other.sub == 0 || other.sub == sub);
  }

  /** The object this is a column of, or itself. */
  ObjectAddress whole() {
    return sub == 0 ? this : new ObjectAddress(classId, object, 0);
  }
}
