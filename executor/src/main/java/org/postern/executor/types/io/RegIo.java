package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeOid;

/**
 * The oid alias types: a number, "-" for none, or a name, which the session's catalog resolves.
 *
 * <p>Source: PostgreSQL documentation, section 8.19 "Object Identifier Types".
 */
public final class RegIo extends LongIo {
  private final int regType;

  RegIo(int regType) {
    super(4);
    this.regType = regType;
  }

  @Override
  public boolean isUnsigned() {
    return true;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    if (text.equals("-")) {
      return 0L;
    }
    if (isNumber(text)) {
      return UnsignedIo.parseOid(text);
    }
    return ctx.lookupReg(regType, text);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  @Override
  public void outputLong(long value, ByteSink out, TypeContext ctx) {
    boolean operator = regType == TypeOid.REGOPER || regType == TypeOid.REGOPERATOR;
    if (value == 0) {
      out.put(operator ? '0' : '-');
      return;
    }
    String name = ctx.nameOfReg(regType, value);
    if (name != null) {
      out.putUtf8(name);
    } else {
      out.putDecimal(value & 0xFFFFFFFFL);
    }
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    return (Long) super.receive(binary, typmod, ctx) & 0xFFFFFFFFL;
  }
}
