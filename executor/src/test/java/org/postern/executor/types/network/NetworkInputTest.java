package org.postern.executor.types.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.storage.error.SqlException;

/** Texts of inet and cidr; the answers are PostgreSQL's. */
class NetworkInputTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3",
    "10/8, 10.0.0.0/8",
    "10.1.2.3/8, 10.1.2.3/8",
    "::1, ::1",
    "1:0:0:2::/64, 1:0:0:2::/64",
    "0:0:0:1::, 0:0:0:1::",
    "::ffff:1.2.3.4, ::ffff:1.2.3.4",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
  })
  void shouldPrintWhatWasReadWhenInet(String text, String expected) {
    assertThat(NetworkOutput.inet(NetworkInput.parse(text, false))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10.0.0.0/8, 10/8",
    "10.1, 10.1.0.0/16, 10.1/16",
    "192.168.1, 192.168.1.0/24, 192.168.1/24",
    "224, 224.0.0.0/4, 224/4",
    "0xC0A801, 192.168.1.0/24, 192.168.1/24",
    "2001:4f8:3:ba::/64, 2001:4f8:3:ba::/64, 2001:4f8:3:ba/64",
  })
  void shouldImplyTheLengthWhenCidr(String text, String full, String abbreviated) {
    assertThat(NetworkOutput.full(NetworkInput.parse(text, true))).isEqualTo(full);
    assertThat(NetworkOutput.abbreviatedCidr(NetworkInput.parse(text, true)))
        .isEqualTo(abbreviated);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "10.1.2.3/33", "10.1.2.256", "1::2::3", ":1", "1:", "::/08"})
  void shouldRefuseWhenInetIsMalformed(String text) {
    assertThatThrownBy(() -> NetworkInput.parse(text, false))
        .isInstanceOf(SqlException.class)
        .hasMessage("invalid input syntax for type inet: \"" + text + "\"");
  }

  @Test
  void shouldRefuseHostBitsWhenCidr() {
    assertThatThrownBy(() -> NetworkInput.parse("192.168.1.2/30", true))
        .hasMessage("invalid cidr value: \"192.168.1.2/30\"");
  }
}
