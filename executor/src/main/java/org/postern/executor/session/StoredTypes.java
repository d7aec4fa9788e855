package org.postern.executor.session;

import org.postern.executor.types.DateOrder;
import org.postern.executor.types.DateStyle;
import org.postern.executor.types.IntervalStyle;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.storage.error.SqlState;

/** The settings under which constants are printed into stored definitions: always the same. */
final class StoredTypes implements TypeContext {
  private final TypeContext session;
  private final TypeNaming naming;
  private final RegNames names;

  StoredTypes(TypeContext session, TypeNaming naming, RegNames names) {
    this.session = session;
    this.naming = naming;
    this.names = names;
  }

  @Override
  public DateStyle dateStyle() {
    return DateStyle.ISO;
  }

  @Override
  public DateOrder dateOrder() {
    return DateOrder.YMD;
  }

  @Override
  public IntervalStyle intervalStyle() {
    return IntervalStyle.POSTGRES;
  }

  @Override
  public TimeZoneRule timeZone() {
    return session.timeZone();
  }

  @Override
  public int extraFloatDigits() {
    return 1;
  }

  @Override
  public boolean byteaHex() {
    return true;
  }

  @Override
  public long transactionTimestamp() {
    return session.transactionTimestamp();
  }

  @Override
  public TypeInfo type(int oid) {
    return session.type(oid);
  }

  @Override
  public int[] rowTypes(int typeOid) {
    return session.rowTypes(typeOid);
  }

  @Override
  public int[] rowTypmods(int typeOid) {
    return session.rowTypmods(typeOid);
  }

  @Override
  public String[] rowNames(int typeOid) {
    return session.rowNames(typeOid);
  }

  @Override
  public int baseType(int typeOid) {
    return session.baseType(typeOid);
  }

  @Override
  public void checkDomain(int typeOid, Object value) {
    session.checkDomain(typeOid, value);
  }

  @Override
  public int maxStackDepth() {
    return session.maxStackDepth();
  }

  @Override
  public String typeName(int oid) {
    return naming.name(oid);
  }

  @Override
  public long lookupReg(int regType, String name) {
    return names.lookup(regType, name);
  }

  @Override
  public String nameOfReg(int regType, long oid) {
    return names.name(regType, oid);
  }

  @Override
  public void notice(SqlState state, String message) {
    session.notice(state, message);
  }
}
