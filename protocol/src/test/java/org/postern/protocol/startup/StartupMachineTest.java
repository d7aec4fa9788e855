package org.postern.protocol.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.postern.protocol.frame.Frame;
import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.startup.StartupParameters.Setting;

/** Rules 7 and 8: negotiation once, and nothing ahead of its answer. */
class StartupMachineTest {
  private static final int VERSION_3 = 3 << 16;
  private static final int SSL = 80877103;
  private static final int GSSENC = 80877104;
  private static final int CANCEL = 80877102;

  private final StartupMachine machine = new StartupMachine(false);

  @Test
  void shouldAcceptWhenUserIsGiven() {
    var parameters = accepted("user\0me\0application_name\0psql\0options\0-c a=b\0\0");
    assertThat(parameters.user()).isEqualTo("me");
    assertThat(parameters.database()).as("defaults to the user").isEqualTo("me");
    assertThat(parameters.options()).isEqualTo("-c a=b");
    assertThat(parameters.settings()).containsExactly(new Setting("application_name", "psql"));
    assertThat(parameters.setting("application_name")).isEqualTo("psql");
    assertThat(parameters.setting("none")).isNull();
    assertThat(parameters.needsNegotiation()).isFalse();
    assertThat(parameters.replication()).isEqualTo(ReplicationMode.NONE);
  }

  @Test
  void shouldAskForNegotiationWhenClientIsNewer() {
    var newer = accept(VERSION_3 | 2, "user\0me\0_pq_.foo\0bar\0_pq_.x\0y\0\0");
    var parameters = ((StartupStep.Accepted) newer).parameters();
    assertThat(parameters.needsNegotiation()).isTrue();
    assertThat(parameters.unknownProtocolOptions()).containsExactly("_pq_.foo", "_pq_.x");
    assertThat(parameters.settings()).isEmpty();
    assertThat(ProtocolVersion.LATEST.word()).isEqualTo(VERSION_3);
  }

  @Test
  void shouldRefuseWhenMajorVersionIsNotOurs() {
    refused(
        4 << 16,
        "user\0x\0\0",
        "0A000",
        "unsupported frontend protocol 4.0: server supports 3.0 to 3.0");
    assertThat(machine.legacyClient()).isFalse();
    refused(
        2 << 16,
        "user\0x\0\0",
        "0A000",
        "unsupported frontend protocol 2.0: server supports 3.0 to 3.0");
    assertThat(machine.legacyClient()).isTrue();
  }

  @Test
  void shouldRefuseWhenPacketIsBroken() {
    String layout = "invalid startup packet layout: expected terminator as last byte";
    refused(VERSION_3, "user\0me\0", "08P01", layout);
    refused(VERSION_3, "user\0me\0\0junk", "08P01", layout);
    refused(VERSION_3, "user\0me", "08P01", layout);
    refused(VERSION_3, "user", "08P01", layout);
    refused(VERSION_3, "", "08P01", layout);
    String noUser = "no PostgreSQL user name specified in startup packet";
    refused(VERSION_3, "database\0x\0\0", "28000", noUser);
    refused(VERSION_3, "user\0\0\0", "28000", noUser);
    refused(VERSION_3, "\0", "28000", noUser);
    refused(
        VERSION_3,
        "user\0me\0replication\0blah\0\0",
        "22023",
        "invalid value for parameter \"replication\": \"blah\"");
    refused(
        VERSION_3,
        "user\0me\0replication\0o\0\0",
        "22023",
        "invalid value for parameter \"replication\": \"o\"");
  }

  @Test
  void shouldReadReplicationWhenItIsABooleanOrDatabase() {
    assertThat(accepted("user\0me\0replication\0database\0\0").replication())
        .isEqualTo(ReplicationMode.LOGICAL);
    for (String yes : new String[] {"1", "on", "TRUE", "t", "yes"}) {
      var parameters = accepted("user\0me\0replication\0" + yes + "\0\0");
      assertThat(parameters.replication()).as(yes).isEqualTo(ReplicationMode.PHYSICAL);
      assertThat(parameters.database()).isEmpty();
    }
    for (String no : new String[] {"0", "off", "of", "false", "n"}) {
      assertThat(accepted("user\0me\0replication\0" + no + "\0\0").replication())
          .as(no)
          .isEqualTo(ReplicationMode.NONE);
    }
  }

  @Test
  void shouldCutNamesAtCharactersWhenTheyAreTooLong() {
    String name = "é".repeat(40);
    assertThat(accepted("user\0" + name + "\0\0").user()).isEqualTo("é".repeat(31));
  }

  @Test
  void shouldAnswerNoOnceWhenEncryptionIsAskedFor() {
    assertThat(accept(SSL, "")).isEqualTo(new StartupStep.Answer((byte) 'N', false));
    machine.answered(0);
    assertThat(accept(GSSENC, "")).isEqualTo(new StartupStep.Answer((byte) 'N', false));
    machine.answered(0);
    refused(
        SSL, "", "0A000", "unsupported frontend protocol 1234.5679: server supports 3.0 to 3.0");
    assertThat(accepted("user\0me\0\0").user()).isEqualTo("me");
  }

  @Test
  void shouldAnswerYesWhenTlsIsThere() {
    var tls = new StartupMachine(true);
    assertThat(tls.accept(packet(SSL, ""))).isEqualTo(new StartupStep.Answer((byte) 'S', true));
  }

  @Test
  void shouldRefuseWhenBytesWereSentAheadOfTheAnswer() {
    accept(SSL, "");
    assertThatThrownBy(() -> machine.answered(3))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.fatal()).isTrue();
              assertThat(e.sqlState()).isEqualTo("08P01");
              assertThat(e.detail())
                  .isEqualTo(
                      "This could be either a client-software bug or evidence of an attempted"
                          + " man-in-the-middle attack.");
            })
        .hasMessage("received unencrypted data after SSL request");
    var other = new StartupMachine(false);
    other.accept(packet(GSSENC, ""));
    assertThatThrownBy(() -> other.answered(1))
        .hasMessage("received unencrypted data after GSSAPI encryption request");
  }

  @Test
  void shouldInsistOnConfirmationWhenAnswerIsDue() {
    accept(SSL, "");
    assertThatThrownBy(() -> accept(VERSION_3, "user\0me\0\0"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldReadCancelRequest() {
    ByteBuf body = Unpooled.buffer().writeInt(CANCEL).writeInt(11).writeInt(-5);
    assertThat(machine.accept(new Frame(Frame.STARTUP, body)))
        .isEqualTo(new StartupStep.Cancel(11, -5));
    ByteBuf shortBody = Unpooled.buffer().writeInt(CANCEL).writeInt(11);
    assertThatThrownBy(() -> machine.accept(new Frame(Frame.STARTUP, shortBody)))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.outcome()).isEqualTo(ProtocolException.Outcome.DROP));
  }

  private void refused(int version, String body, String sqlState, String message) {
    assertThatThrownBy(() -> accept(version, body))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.sqlState()).isEqualTo(sqlState);
              assertThat(e.fatal()).isTrue();
            })
        .hasMessage(message);
  }

  private StartupParameters accepted(String body) {
    return ((StartupStep.Accepted) accept(VERSION_3, body)).parameters();
  }

  private StartupStep accept(int version, String body) {
    return machine.accept(packet(version, body));
  }

  private static Frame packet(int version, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Frame(Frame.STARTUP, Unpooled.buffer().writeInt(version).writeBytes(bytes));
  }
}
