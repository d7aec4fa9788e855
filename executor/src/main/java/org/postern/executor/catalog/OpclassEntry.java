package org.postern.executor.catalog;

/** A row of pg_opclass. */
public record OpclassEntry(
    int oid,
    int method,
    String name,
    int namespace,
    int family,
    int inputType,
    boolean isDefault,
    int keyType) {}
