package org.postern.executor.catalog;

/** Oids of the system indexes that look-ups name. */
public final class CatalogIndexes {
  private CatalogIndexes() {}

  public static final int AGGREGATE_FNOID = 2650;
  public static final int AMOP_FAMILY_STRATEGY = 2653;
  public static final int AMOP_OPERATOR_FAMILY = 2654;
  public static final int AMPROC_FAMILY_PROC = 2655;
  public static final int ATTRDEF_RELATION_COLUMN = 2656;
  public static final int ATTRIBUTE_RELATION_NUMBER = 2659;
  public static final int CAST_SOURCE_TARGET = 2661;
  public static final int CLASS_OID = 2662;
  public static final int CLASS_NAME_NAMESPACE = 2663;
  public static final int CONSTRAINT_RELATION = 2665;
  public static final int CONSTRAINT_OID = 2667;
  public static final int DATABASE_NAME = 2671;
  public static final int DATABASE_OID = 2672;
  public static final int DEPEND_DEPENDER = 2673;
  public static final int DEPEND_REFERENCE = 2674;
  public static final int AUTHID_NAME = 2676;
  public static final int AUTHID_OID = 2677;
  public static final int INDEX_TABLE = 2678;
  public static final int INDEX_OID = 2679;
  public static final int NAMESPACE_NAME = 2684;
  public static final int NAMESPACE_OID = 2685;
  public static final int OPCLASS_METHOD_NAME = 2686;
  public static final int OPCLASS_OID = 2687;
  public static final int OPERATOR_OID = 2688;
  public static final int OPERATOR_NAME = 2689;
  public static final int PROC_OID = 2690;
  public static final int PROC_NAME = 2691;
  public static final int RANGE_TYPE = 3542;
  public static final int RANGE_MULTIRANGE = 2228;
  public static final int REWRITE_RELATION = 2693;
  public static final int TRIGGER_RELATION = 2701;
  public static final int TYPE_OID = 2703;
  public static final int TYPE_NAME_NAMESPACE = 2704;
  public static final int COLLATION_NAME = 3164;
  public static final int COLLATION_OID = 3085;
  public static final int SEQUENCE_RELATION = 5002;
  public static final int ENUM_TYPE_LABEL = 3503;
  public static final int ENUM_OID = 3502;
}
