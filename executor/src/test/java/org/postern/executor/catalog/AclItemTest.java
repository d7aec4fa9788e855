package org.postern.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AclItemTest {
  @Test
  void shouldReadWhatItWroteWhenNamesAreOdd() {
    AclItem item = new AclItem("odd \"name", "r*w", "postgres");
    assertThat(item.text()).isEqualTo("\"odd \"\"name\"=r*w/postgres");
    assertThat(AclItem.parse(item.text())).isEqualTo(item);
    assertThat(AclItem.parse("=r/postgres")).isEqualTo(new AclItem("", "r", "postgres"));
  }

  @Test
  void shouldKeepPrivilegesInOrderWhenChanged() {
    AclItem item = new AclItem("a", "", "b").with("xr", false).with("a", true);
    assertThat(item.privileges()).isEqualTo("a*rx");
    assertThat(item.without("a", true).privileges()).isEqualTo("arx");
    assertThat(item.without("ar", false).privileges()).isEqualTo("x");
    assertThat(item.grantable('a')).isTrue();
    assertThat(item.grantable('r')).isFalse();
  }
}
