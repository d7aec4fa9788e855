package org.postern.protocol.copy;

import io.netty.buffer.ByteBuf;

/** Writes the binary format; its grammar stands at {@link CopyBinaryReader}. */
public final class CopyBinaryWriter implements CopyWriter {
  private final int columns;

  CopyBinaryWriter(int columns) {
    this.columns = columns;
  }

  @Override
  public boolean begin(ByteBuf out) {
    out.writeBytes(CopyBinaryReader.SIGNATURE);
    out.writeInt(0);
    out.writeInt(0);
    return true;
  }

  @Override
  public void beginRow(ByteBuf out) {
    out.writeShort(columns);
  }

  @Override
  public void writeNull(ByteBuf out) {
    out.writeInt(-1);
  }

  @Override
  public void write(ByteBuf out, byte[] value, int offset, int length) {
    out.writeInt(length);
    out.writeBytes(value, offset, length);
  }

  @Override
  public void endRow(ByteBuf out) {}

  @Override
  public boolean end(ByteBuf out) {
    out.writeShort(-1);
    return true;
  }
}
