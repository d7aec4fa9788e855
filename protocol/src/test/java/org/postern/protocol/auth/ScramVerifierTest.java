package org.postern.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** Verifiers that a PostgreSQL 15 server made, and broken ones. */
class ScramVerifierTest {
  private static final String PENCIL =
      "SCRAM-SHA-256$4096:bocVca76PCUQ8TNtwbxhUA==$IVk1mWDumKpF9BMzKiIEwY2ZQ8CaSfADgv21h3e/vB8=:"
          + "oTwsbZj6q5pKQtV1+0SHZGqpmi8Nwfr0MfJhgoBsJps=";

  /** Made of a password that SASLprep changes: soft hyphen, ordinal indicator, roman numeral. */
  private static final String PREPARED =
      "SCRAM-SHA-256$4096:pOPm4WJf9ERQ5MhBd3rrFA==$Sc/BbsY3hpFu6eBUPSxFO9RcjzSJERIDSsT/Q3m9K5M=:"
          + "Ae7ufJf0wAEP9TEFe3/+Hbl05gpTYXFCjDtUOIDmV2g=";

  /** Made of a password that SASLprep prohibits: it holds a control character. */
  private static final String RAW =
      "SCRAM-SHA-256$4096:bQoQi59z9Dg1NshBMf6itQ==$NhbnOy9msYuGjroGbV1HSVoJsacd/tRY169DD1FL0z0=:"
          + "+TDKJLhPu0pQ42lGioI0fmPFSVTaOjurxjN3sgxwQYU=";

  @Test
  void shouldMatchWhenPostgresMadeTheVerifier() {
    assertThat(verifier(PENCIL).matches(utf8("pencil"))).isTrue();
    assertThat(verifier(PENCIL).matches(utf8("pencils"))).isFalse();
    assertThat(verifier(PENCIL).matches(new byte[0])).isFalse();
    assertThat(verifier(PENCIL).encoded()).isEqualTo(PENCIL);
  }

  @Test
  void shouldMatchWhenPasswordNeedsSaslprep() {
    assertThat(verifier(PREPARED).matches(utf8("I\u00adX \u00aa \u2168"))).isTrue();
    assertThat(verifier(PREPARED).matches(utf8("IX a IX"))).as("prepared form").isTrue();
    assertThat(verifier(RAW).matches(utf8("p\u0007\u00e4ss"))).isTrue();
  }

  @Test
  void shouldHashRawBytesWhenPasswordIsNotUtf8() {
    byte[] latin1 = {'p', (byte) 0xe4, 's'};
    var verifier = ScramVerifier.create(latin1, new SecureRandom());
    assertThat(verifier.matches(latin1)).isTrue();
    assertThat(verifier.matches(utf8("p\u00e4s"))).isFalse();
  }

  @Test
  void shouldGiveBackItselfWhenEncodedAndParsed() {
    var made = ScramVerifier.create(utf8("x"), new SecureRandom());
    assertThat(verifier(made.encoded()).matches(utf8("x"))).isTrue();
    assertThat(ScramVerifier.create(utf8("x"), new SecureRandom()).encoded())
        .as("another salt")
        .isNotEqualTo(made.encoded());
    assertThat(made.toString()).doesNotContain(made.saltBase64());
  }

  @Test
  void shouldTellPasswordTypesApart() {
    assertThat(PasswordType.of(PENCIL)).isEqualTo(PasswordType.SCRAM_SHA_256);
    assertThat(PasswordType.of("md5" + "0a".repeat(16))).isEqualTo(PasswordType.MD5);
    assertThat(PasswordType.of("md5" + "0A".repeat(16))).isEqualTo(PasswordType.PLAINTEXT);
    assertThat(PasswordType.of("pencil")).isEqualTo(PasswordType.PLAINTEXT);
    for (String broken :
        new String[] {
          PENCIL.replace("4096", "x"),
          PENCIL.replace("4096", "0"),
          PENCIL.replace("4096", "9999999999"),
          PENCIL.replace("bocV", "bo*V"),
          PENCIL.replace("IVk1", ""),
          PENCIL.replace(":oTws", ":"),
          PENCIL + ":x",
          PENCIL.toLowerCase(java.util.Locale.ROOT),
          "SCRAM-SHA-256$"
        }) {
      assertThat(PasswordType.of(broken)).as(broken).isEqualTo(PasswordType.PLAINTEXT);
    }
  }

  private static ScramVerifier verifier(String stored) {
    return ScramVerifier.parse(stored).orElseThrow();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
