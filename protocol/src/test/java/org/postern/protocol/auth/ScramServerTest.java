package org.postern.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.postern.protocol.frame.ProtocolException;

/** The example of RFC 7677, section 3, and every way to leave its path. */
class ScramServerTest {
  private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
  private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
  private static final String FIRST = "n,,n=user,r=" + CLIENT_NONCE;
  private static final String FINAL =
      "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

  private static final ScramVerifier VERIFIER =
      ScramVerifier.create(bytes("pencil"), Base64.getDecoder().decode(SALT), 4096);

  private final ScramServer server = ScramServer.replay(VERIFIER, SERVER_NONCE);

  @Test
  void shouldFollowTheExampleOfTheRfc() {
    var first = (ScramServer.Step.Continue) server.begin("SCRAM-SHA-256", bytes(FIRST));
    assertThat(text(first.data()))
        .isEqualTo("r=" + CLIENT_NONCE + SERVER_NONCE + ",s=" + SALT + ",i=4096");
    var success = (ScramServer.Step.Success) server.advance(bytes(FINAL));
    assertThat(text(success.data())).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @Test
  void shouldFailWhenProofIsWrong() {
    start();
    assertThat(server.advance(bytes(FINAL.replace("p=dH", "p=dI"))))
        .isInstanceOf(ScramServer.Step.Failure.class);
  }

  @Test
  void shouldWaitForTheFirstMessageWhenItWasNotSentAtOnce() {
    var empty = (ScramServer.Step.Continue) server.begin("SCRAM-SHA-256", null);
    assertThat(empty.data()).isEmpty();
    assertThat(server.advance(bytes(FIRST))).isInstanceOf(ScramServer.Step.Continue.class);
  }

  @Test
  void shouldFailLikeAWrongPasswordWhenUserIsNotThere() {
    byte[] secret = bytes("secret of this installation");
    String once = mockFirst("nobody", secret);
    assertThat(salt(mockFirst("nobody", secret))).as("same salt twice").isEqualTo(salt(once));
    assertThat(salt(mockFirst("other", secret))).isNotEqualTo(salt(once));
    assertThat(salt(mockFirst("nobody", bytes("elsewhere")))).isNotEqualTo(salt(once));
    assertThat(Base64.getDecoder().decode(salt(once))).hasSize(16);
    assertThat(once).endsWith(",i=4096");

    ScramServer mock = ScramServer.mock("nobody", secret, new SecureRandom());
    var first = (ScramServer.Step.Continue) mock.begin("SCRAM-SHA-256", bytes("n,,n=,r=abc"));
    String nonce = text(first.data()).split(",")[0].substring(2);
    String proof = Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(mock.advance(bytes("c=biws,r=" + nonce + ",p=" + proof)))
        .isInstanceOf(ScramServer.Step.Failure.class);
  }

  private static String mockFirst(String user, byte[] secret) {
    ScramServer mock = ScramServer.mock(user, secret, new SecureRandom());
    var first = (ScramServer.Step.Continue) mock.begin("SCRAM-SHA-256", bytes("n,,n=,r=abc"));
    return text(first.data());
  }

  private static String salt(String serverFirst) {
    return serverFirst.split(",")[1].substring(2);
  }

  @Test
  void shouldTakeYFlagWhenClientCouldBindButBelievesWeCannot() {
    server.begin("SCRAM-SHA-256", bytes(FIRST.replaceFirst("n,,", "y,,")));
    assertThatThrownBy(() -> server.advance(bytes(FINAL)))
        .hasMessage("unexpected SCRAM channel-binding attribute in client-final-message");
    assertThat(server.advance(bytes(FINAL.replace("biws", "eSws"))))
        .as("another message, so another proof is needed")
        .isInstanceOf(ScramServer.Step.Failure.class);
  }

  @Test
  void shouldRefuseWhenFirstMessageIsBroken() {
    malformed("", "The message is empty.");
    malformed("n,,n=,r=a\0", "Message length does not match input length.");
    malformed(
        "p=tls-server-end-point,,n=,r=abc",
        "The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message"
            + " includes channel binding data.");
    malformed("x,,n=,r=abc", "Unexpected channel-binding flag \"'x'\".");
    malformed("\u0001", "Unexpected channel-binding flag \"0x01\".");
    malformed("nx", "Comma expected, but found character \"'x'\".");
    malformed("n,x", "Unexpected attribute \"'x'\" in client-first-message.");
    malformed("n,,x=", "Expected attribute \"n\" but found \"'x'\".");
    malformed("n,,n", "Expected character \"=\" for attribute \"n\".");
    malformed("n,,n=,", "Expected attribute \"r\" but found \"0x00\".");
    malformed("n,,n=,r=abc,1", "Attribute expected, but found invalid character \"'1'\".");
    refused(
        "n,a=me,n=,r=abc", "0A000", "client uses authorization identity, but it is not supported");
    refused("n,,m=x,n=,r=abc", "0A000", "client requires an unsupported SCRAM extension");
    refused("n,,n=,r=a c", "08P01", "non-printable characters in SCRAM nonce");
    refused("n,,n=,r=\u00e4", "08P01", "non-printable characters in SCRAM nonce");
  }

  @Test
  void shouldRefuseWhenFinalMessageIsBroken() {
    start();
    finalRefused(FINAL.replace("$k0", "$k1"), "invalid SCRAM response", "Nonce does not match.");
    finalRefused(FINAL.replace("$k0", "$k01"), "invalid SCRAM response", "Nonce does not match.");
    String malformed = "malformed SCRAM message";
    finalRefused(
        FINAL.replace("dVQ=", "dV"), malformed, "Malformed proof in client-final-message.");
    finalRefused(
        FINAL.replaceFirst("p=.*", "p=AAAA"),
        malformed,
        "Malformed proof in client-final-message.");
    finalRefused(FINAL + ",x=y", malformed, "Garbage found at the end of client-final-message.");
    finalRefused(
        FINAL.replaceFirst(",p=.*", ""), malformed, "Attribute expected, but found end of string.");
    finalRefused(
        FINAL.replaceFirst("c=", "d="), malformed, "Expected attribute \"c\" but found \"'d'\".");
  }

  @Test
  void shouldRefuseWhenMechanismIsAnother() {
    assertThatThrownBy(() -> server.begin("SCRAM-SHA-256-PLUS", bytes(FIRST)))
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.fatal()).isTrue())
        .hasMessage("client selected an invalid SASL authentication mechanism");
  }

  private void start() {
    server.begin("SCRAM-SHA-256", bytes(FIRST));
  }

  private void finalRefused(String message, String text, String detail) {
    assertThatThrownBy(() -> server.advance(bytes(message)))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.detail()).isEqualTo(detail))
        .hasMessage(text);
  }

  private static void malformed(String message, String detail) {
    assertThatThrownBy(() -> fresh().begin("SCRAM-SHA-256", bytes(message)))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.detail()).isEqualTo(detail);
              assertThat(e.fatal()).isTrue();
            })
        .hasMessage("malformed SCRAM message");
  }

  private static void refused(String message, String sqlState, String text) {
    assertThatThrownBy(() -> fresh().begin("SCRAM-SHA-256", bytes(message)))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.sqlState()).isEqualTo(sqlState))
        .hasMessage(text);
  }

  private static ScramServer fresh() {
    return ScramServer.replay(VERIFIER, SERVER_NONCE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
