package org.postern.protocol.auth;

import com.ongres.saslprep.SASLprep;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Prepares a password for hashing: SASLprep if it can be, else its raw bytes.
 *
 * <p>SCRAM demands SASLprep and UTF-8; PostgreSQL is more lenient, since no encoding is agreed
 * while a client logs in. As long as the stored and the given password go through the same steps,
 * both hash alike.
 *
 * <p>Source: RFC 4013; PostgreSQL documentation, "SCRAM-SHA-256 Authentication".
 */
final class SaslPassword {
  private SaslPassword() {}

  static byte[] prepare(byte[] password) {
    if (isAscii(password)) {
      return password;
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(password)).toString();
      String prepared = new SASLprep().prepareStored(text);
      return prepared.isEmpty() ? password : prepared.getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException | IllegalArgumentException prohibited) {
      return password;
    }
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
