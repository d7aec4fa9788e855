package org.postern.executor.catalog;

/**
 * One item of an ACL, {@code grantee=privileges/grantor}: a letter for each privilege, with a star
 * behind it where it may be granted on. An empty grantee is PUBLIC.
 *
 * <p>Source: PostgreSQL documentation, section 5.7 "Privileges".
 */
public record AclItem(String grantee, String privileges, String grantor) {
  /** All letters in the order they are printed. */
  public static final String ORDER = "arwdDxtXUCTcsA";

  public static AclItem parse(String text) {
    int[] at = {0};
    String grantee = name(text, at);
    int slash = text.indexOf('/', at[0]);
    String privileges = text.substring(at[0] + 1, slash);
    at[0] = slash + 1;
    return new AclItem(grantee, privileges, name(text, at));
  }

  private static String name(String text, int[] at) {
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    while (at[0] < text.length()) {
      char c = text.charAt(at[0]);
      if (c == '"') {
        if (quoted && at[0] + 1 < text.length() && text.charAt(at[0] + 1) == '"') {
          name.append('"');
          at[0]++;
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && (c == '=' || c == '/')) {
        break;
      } else {
        name.append(c);
      }
      at[0]++;
    }
    return name.toString();
  }

  /** Whether a privilege is there with the right to grant it. */
  public boolean grantable(char privilege) {
    int at = privileges.indexOf(privilege);
    return at >= 0 && at + 1 < privileges.length() && privileges.charAt(at + 1) == '*';
  }

  /** The item with privileges added; {@code option} with the right to grant them. */
  public AclItem with(String added, boolean option) {
    StringBuilder out = new StringBuilder();
    for (char c : ORDER.toCharArray()) {
      boolean had = privileges.indexOf(c) >= 0;
      boolean adds = added.indexOf(c) >= 0;
      if (had || adds) {
        out.append(c);
        if (grantable(c) || adds && option) {
          out.append('*');
        }
      }
    }
    return new AclItem(grantee, out.toString(), grantor);
  }

  /** The item without privileges; {@code optionOnly} takes only the right to grant them. */
  public AclItem without(String removed, boolean optionOnly) {
    StringBuilder out = new StringBuilder();
    for (char c : ORDER.toCharArray()) {
      boolean had = privileges.indexOf(c) >= 0;
      boolean goes = removed.indexOf(c) >= 0;
      if (had && (!goes || optionOnly)) {
        out.append(c);
        if (grantable(c) && !goes) {
          out.append('*');
        }
      }
    }
    return new AclItem(grantee, out.toString(), grantor);
  }

  public String text() {
    return quote(grantee) + "=" + privileges + "/" + quote(grantor);
  }

  private static String quote(String name) {
    boolean plain = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      plain &= Character.isLetterOrDigit(c) || c == '_';
    }
    return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
