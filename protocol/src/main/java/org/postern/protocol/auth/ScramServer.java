package org.postern.protocol.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import org.postern.protocol.frame.ProtocolException;

/**
 * The server's side of one SCRAM-SHA-256 exchange.
 *
 * <pre>
 *   client-first   n,,n=,r=clientnonce
 *   server-first   r=clientnonce+servernonce,s=salt,i=iterations
 *   client-final   c=biws,r=clientnonce+servernonce,p=proof
 *   server-final   v=signature
 * </pre>
 *
 * <p>Rules it keeps:
 *
 * <ol>
 *   <li>A user who is not there, or has no verifier, is led through the same exchange with a mock
 *       verifier, and is refused at the end as if the password were wrong.
 *   <li>The proof is computed before doom is looked at, and compared in constant time, so that
 *       neither shows in the time taken.
 *   <li>The user name inside the exchange is ignored; the one of the startup packet counts.
 *   <li>Channel binding is not offered: there is no TLS to bind to, so a client that demands it is
 *       refused.
 * </ol>
 *
 * <p>Source: RFC 5802, RFC 7677; PostgreSQL documentation, "SASL Authentication".
 */
public final class ScramServer {
  /** Random bytes of the server's nonce, before base64. */
  private static final int NONCE_LENGTH = 18;

  private enum State {
    FIRST,
    FINAL,
    DONE
  }

  /** What the server does next. */
  public sealed interface Step {
    /** Send this as AuthenticationSASLContinue and wait for an answer. */
    record Continue(byte[] data) implements Step {}

    /** The client knows the password: send this as AuthenticationSASLFinal. */
    record Success(byte[] data) implements Step {}

    /** It does not: report {@link AuthFailure#password}. */
    record Failure() implements Step {}
  }

  private final ScramVerifier verifier;
  private final boolean doomed;
  private final String serverNonce;
  private State state = State.FIRST;
  private char bindingFlag;
  private String clientNonce;
  private String clientFirstBare;
  private String serverFirst;

  private ScramServer(ScramVerifier verifier, boolean doomed, String serverNonce) {
    this.verifier = Objects.requireNonNull(verifier, "verifier");
    this.doomed = doomed;
    this.serverNonce = serverNonce;
  }

  /** An exchange with a user whose verifier is known. */
  public static ScramServer of(ScramVerifier verifier, SecureRandom random) {
    return new ScramServer(verifier, false, nonce(random));
  }

  /** An exchange that will fail whatever the client says. */
  public static ScramServer mock(String user, byte[] installationSecret, SecureRandom random) {
    byte[] name = user.getBytes(StandardCharsets.UTF_8);
    return new ScramServer(ScramVerifier.mock(name, installationSecret), true, nonce(random));
  }

  /** An exchange with a known nonce, so that published examples can be replayed. */
  static ScramServer replay(ScramVerifier verifier, String serverNonce) {
    return new ScramServer(verifier, false, serverNonce);
  }

  private static String nonce(SecureRandom random) {
    byte[] raw = new byte[NONCE_LENGTH];
    random.nextBytes(raw);
    return Base64.getEncoder().encodeToString(raw);
  }

  /**
   * Begins with the client's choice of a mechanism and its first message, which may be absent.
   *
   * @throws ProtocolException always fatal
   */
  public Step begin(String mechanism, byte[] data) {
    if (!mechanism.equals(ScramVerifier.MECHANISM)) {
      throw ProtocolException.fatal(
          ProtocolException.PROTOCOL_VIOLATION,
          "client selected an invalid SASL authentication mechanism");
    }
    return data == null ? new Step.Continue(new byte[0]) : advance(data);
  }

  /**
   * Takes the client's next message.
   *
   * @throws ProtocolException always fatal
   */
  public Step advance(byte[] data) {
    try {
      var message = new ScramMessage(data);
      return switch (state) {
        case FIRST -> first(message);
        case FINAL -> last(message);
        case DONE -> throw new IllegalStateException("the exchange is over");
      };
    } catch (ProtocolException fault) {
      throw fault.asFatal();
    }
  }

  private Step first(ScramMessage in) {
    readBindingFlag(in);
    if (in.peek() != ',') {
      throw ScramMessage.malformed(
          "Comma expected, but found character \"" + Ascii.sanitized(in.peek()) + "\".");
    }
    in.advance();
    if (in.peek() == 'a') {
      throw notSupported("client uses authorization identity, but it is not supported");
    }
    if (in.peek() != ',') {
      throw ScramMessage.malformed(
          "Unexpected attribute \"" + Ascii.sanitized(in.peek()) + "\" in client-first-message.");
    }
    in.advance();
    clientFirstBare = in.from(in.position());
    if (in.peek() == 'm') {
      throw notSupported("client requires an unsupported SCRAM extension");
    }
    in.value('n');
    clientNonce = in.value('r');
    if (!isPrintable(clientNonce)) {
      throw ProtocolException.violation("non-printable characters in SCRAM nonce");
    }
    while (!in.atEnd()) {
      in.valueBehind(in.anyAttribute());
    }
    serverFirst =
        "r="
            + clientNonce
            + serverNonce
            + ",s="
            + verifier.saltBase64()
            + ",i="
            + verifier.iterations();
    state = State.FINAL;
    return new Step.Continue(Ascii.bytes(serverFirst));
  }

  private void readBindingFlag(ScramMessage in) {
    bindingFlag = in.peek();
    switch (bindingFlag) {
      // n: the client cannot bind; y: it could, but believes that we cannot, which is true.
      case 'n', 'y' -> in.advance();
      case 'p' ->
          throw ScramMessage.malformed(
              "The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message"
                  + " includes channel binding data.");
      default ->
          throw ScramMessage.malformed(
              "Unexpected channel-binding flag \"" + Ascii.sanitized(bindingFlag) + "\".");
    }
  }

  private static ProtocolException notSupported(String message) {
    return ProtocolException.fatal(ProtocolException.FEATURE_NOT_SUPPORTED, message);
  }

  private static boolean isPrintable(String nonce) {
    return nonce.chars().allMatch(c -> c >= 0x21 && c <= 0x7e && c != ',');
  }

  private Step last(ScramMessage in) {
    String binding = in.value('c');
    String expected = Base64.getEncoder().encodeToString(Ascii.bytes(bindingFlag + ",,"));
    if (!binding.equals(expected)) {
      throw ProtocolException.violation(
          "unexpected SCRAM channel-binding attribute in client-final-message");
    }
    String finalNonce = in.value('r');
    int proofStart;
    char attribute;
    String value;
    do {
      proofStart = in.position() - 1;
      attribute = in.anyAttribute();
      value = in.valueBehind(attribute);
    } while (attribute != 'p');
    byte[] proof = decodeProof(value);
    if (!in.atEnd()) {
      throw ScramMessage.malformed("Garbage found at the end of client-final-message.");
    }
    if (!MessageDigest.isEqual(Ascii.bytes(finalNonce), Ascii.bytes(clientNonce + serverNonce))) {
      throw ProtocolException.violation("invalid SCRAM response")
          .withDetail("Nonce does not match.");
    }
    return decide(proof, in.between(0, proofStart));
  }

  private static byte[] decodeProof(String base64) {
    byte[] proof;
    try {
      proof = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      proof = new byte[0];
    }
    if (proof.length != ScramCrypto.KEY_LENGTH) {
      throw ScramMessage.malformed("Malformed proof in client-final-message.");
    }
    return proof;
  }

  private Step decide(byte[] proof, String finalWithoutProof) {
    byte[] exchange = Ascii.bytes(clientFirstBare + "," + serverFirst + "," + finalWithoutProof);
    byte[] clientSignature = ScramCrypto.hmac(verifier.storedKey(), exchange);
    byte[] clientKey = ScramCrypto.xor(proof, clientSignature);
    boolean proven = MessageDigest.isEqual(ScramCrypto.sha256(clientKey), verifier.storedKey());
    state = State.DONE;
    if (!proven || doomed) {
      return new Step.Failure();
    }
    byte[] signature = ScramCrypto.hmac(verifier.serverKey(), exchange);
    return new Step.Success(Ascii.bytes("v=" + Base64.getEncoder().encodeToString(signature)));
  }
}
