package org.postern.executor.types.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;

class HardwareAddressTest {
  private static String print(Slice value) {
    ByteSink out = new ByteSink();
    HardwareAddress.print(value, out);
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08:00:2b:01:02:03",
        "8:0:2B:1:2:3",
        "08-00-2b-01-02-03",
        "08002b:010203",
        "08002b-010203",
        "0800.2b01.0203",
        "0800-2b01-0203",
        " 08002b010203 "
      })
  void shouldReadEverySpellingWhenMacaddr(String text) {
    assertThat(print(HardwareAddress.parseShort(text))).isEqualTo("08:00:2b:01:02:03");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0800:2b01:0203", "08:00:2b:01:02", "08:00:2b:01:02:0z", ""})
  void shouldRefuseWhenMacaddrIsMalformed(String text) {
    assertThatThrownBy(() -> HardwareAddress.parseShort(text))
        .hasMessage("invalid input syntax for type macaddr: \"" + text + "\"");
  }

  @Test
  void shouldWidenSixBytesWhenMacaddr8() {
    Slice wide = HardwareAddress.parseLong("08:00:2b:01:02:03");
    assertThat(print(wide)).isEqualTo("08:00:2b:ff:fe:01:02:03");
    assertThat(print(HardwareAddress.narrow(wide))).isEqualTo("08:00:2b:01:02:03");
    assertThatThrownBy(() -> HardwareAddress.parseLong("08:00-2b:01:02:03"))
        .hasMessage("invalid input syntax for type macaddr8: \"08:00-2b:01:02:03\"");
  }
}
