package org.postern.protocol.auth;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server keeps of a password.
 *
 * <pre>
 *   SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey     the last three in base64
 * </pre>
 *
 * <p>Whoever reads it can neither log in with it nor learn the password but by guessing.
 *
 * <p>Source: RFC 5803; PostgreSQL documentation, "pg_authid".
 */
public final class ScramVerifier {
  /** The mechanism's name on the wire and in a verifier. */
  public static final String MECHANISM = "SCRAM-SHA-256";

  public static final int DEFAULT_ITERATIONS = 4096;
  public static final int SALT_LENGTH = 16;

  private static final Pattern FORM =
      Pattern.compile("SCRAM-SHA-256\\$([0-9]{1,10}):([^$:]+)\\$([^$:]+):([^$:]+)", Pattern.DOTALL);

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  /** Reads a stored verifier; empty if it is none. */
  public static Optional<ScramVerifier> parse(String stored) {
    Matcher parts = FORM.matcher(stored);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      long iterations = Long.parseLong(parts.group(1));
      byte[] salt = Base64.getDecoder().decode(parts.group(2));
      byte[] storedKey = Base64.getDecoder().decode(parts.group(3));
      byte[] serverKey = Base64.getDecoder().decode(parts.group(4));
      if (iterations < 1
          || iterations > Integer.MAX_VALUE
          || storedKey.length != ScramCrypto.KEY_LENGTH
          || serverKey.length != ScramCrypto.KEY_LENGTH) {
        return Optional.empty();
      }
      return Optional.of(new ScramVerifier((int) iterations, salt, storedKey, serverKey));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Makes a verifier with a fresh salt. */
  public static ScramVerifier create(byte[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    return create(password, salt, DEFAULT_ITERATIONS);
  }

  public static ScramVerifier create(byte[] password, byte[] salt, int iterations) {
    byte[] prepared = SaslPassword.prepare(password);
    byte[] salted = ScramCrypto.saltedPassword(prepared, salt, iterations);
    return new ScramVerifier(
        iterations,
        salt.clone(),
        ScramCrypto.sha256(ScramCrypto.clientKey(salted)),
        ScramCrypto.serverKey(salted));
  }

  /**
   * A verifier that no password fits, for a user who is not there: its salt is always the same for
   * the same name, or asking twice would give the lie away.
   *
   * @param secret random bytes of this installation, which no client knows
   */
  static ScramVerifier mock(byte[] userName, byte[] secret) {
    byte[] hash = ScramCrypto.sha256(userName, secret);
    return new ScramVerifier(
        DEFAULT_ITERATIONS,
        java.util.Arrays.copyOf(hash, SALT_LENGTH),
        new byte[ScramCrypto.KEY_LENGTH],
        new byte[ScramCrypto.KEY_LENGTH]);
  }

  /** Checks a password that was sent in clear text; the time does not depend on the keys. */
  public boolean matches(byte[] password) {
    byte[] prepared = SaslPassword.prepare(password);
    byte[] salted = ScramCrypto.saltedPassword(prepared, salt, iterations);
    return MessageDigest.isEqual(ScramCrypto.serverKey(salted), serverKey);
  }

  int iterations() {
    return iterations;
  }

  String saltBase64() {
    return Base64.getEncoder().encodeToString(salt);
  }

  byte[] storedKey() {
    return storedKey;
  }

  byte[] serverKey() {
    return serverKey;
  }

  /** The form in which it is stored. */
  public String encoded() {
    var base64 = Base64.getEncoder();
    return MECHANISM
        + "$"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(storedKey)
        + ":"
        + base64.encodeToString(serverKey);
  }

  /** Keeps the keys out of logs. */
  @Override
  public String toString() {
    return "ScramVerifier[iterations=" + iterations + "]";
  }
}
