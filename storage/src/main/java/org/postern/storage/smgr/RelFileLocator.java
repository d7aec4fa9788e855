package org.postern.storage.smgr;

/**
 * Where a relation's files lie: tablespace, database (0 for shared relations) and file number.
 *
 * <p>Source: PostgreSQL documentation, "Database File Layout".
 */
public record RelFileLocator(int spcOid, int dbOid, long relNumber) {}
