package org.postern.protocol.auth;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses the fields of one line; the first thing wrong ends it. */
final class HbaLineParser {
  private static final Set<HbaMethod> MAPPED =
      Set.of(HbaMethod.IDENT, HbaMethod.PEER, HbaMethod.GSS, HbaMethod.SSPI, HbaMethod.CERT);

  /** Options that belong to methods that we refuse, and how PostgreSQL names those methods. */
  private static final Map<String, String> FOREIGN_OPTIONS =
      Map.ofEntries(
          Map.entry("pamservice", "pam"),
          Map.entry("pam_use_hostname", "pam"),
          Map.entry("ldapurl", "ldap"),
          Map.entry("ldaptls", "ldap"),
          Map.entry("ldapscheme", "ldap"),
          Map.entry("ldapserver", "ldap"),
          Map.entry("ldapport", "ldap"),
          Map.entry("ldapbinddn", "ldap"),
          Map.entry("ldapbindpasswd", "ldap"),
          Map.entry("ldapsearchattribute", "ldap"),
          Map.entry("ldapsearchfilter", "ldap"),
          Map.entry("ldapbasedn", "ldap"),
          Map.entry("ldapprefix", "ldap"),
          Map.entry("ldapsuffix", "ldap"),
          Map.entry("krb_realm", "gssapi and sspi"),
          Map.entry("include_realm", "gssapi and sspi"),
          Map.entry("compat_realm", "sspi"),
          Map.entry("upn_username", "sspi"),
          Map.entry("radiusservers", "radius"),
          Map.entry("radiusports", "radius"),
          Map.entry("radiussecrets", "radius"),
          Map.entry("radiusidentifiers", "radius"));

  /** Leaves the line with its problem; never escapes from {@link HbaFile}. */
  static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;
    private final String hint;

    BadLine(String message, String hint) {
      super(message);
      this.hint = hint;
    }

    String hint() {
      return hint;
    }
  }

  private final HbaTokenizer.Line line;
  private int field;

  HbaLineParser(HbaTokenizer.Line line) {
    this.line = line;
  }

  HbaLine parse() throws BadLine {
    if (line.problem() != null) {
      throw new BadLine(line.problem(), null);
    }
    HbaConnectionType type = connectionType();
    List<HbaToken> databases = next("end-of-line before database specification", null);
    List<HbaToken> users = next("end-of-line before role specification", null);
    HbaAddress address = type == HbaConnectionType.LOCAL ? new HbaAddress.Any() : address();
    HbaMethod method = method(type);
    Map<String, String> options = options(type, method);
    return new HbaLine(line.number(), line.raw(), type, databases, users, address, method, options);
  }

  private List<HbaToken> next(String missing, String hint) throws BadLine {
    if (field >= line.fields().size()) {
      throw new BadLine(missing, hint);
    }
    return line.fields().get(field++);
  }

  private HbaToken single(String missing, String missingHint, String several, String hint)
      throws BadLine {
    List<HbaToken> tokens = next(missing, missingHint);
    if (tokens.size() > 1) {
      throw new BadLine(several, hint);
    }
    return tokens.getFirst();
  }

  private HbaConnectionType connectionType() throws BadLine {
    HbaToken token =
        single(
            "end-of-line before connection type",
            null,
            "multiple values specified for connection type",
            "Specify exactly one connection type per line.");
    Optional<HbaConnectionType> type = HbaConnectionType.of(token.text());
    if (type.isEmpty()) {
      throw new BadLine("invalid connection type \"" + token.text() + "\"", null);
    }
    return type.get();
  }

  private HbaAddress address() throws BadLine {
    HbaToken token =
        single(
            "end-of-line before IP address specification",
            null,
            "multiple values specified for host address",
            "Specify one address range per line.");
    if (token.isKeyword("all")) {
      return new HbaAddress.Any();
    }
    if (token.isKeyword("samehost")) {
      return new HbaAddress.SameHost();
    }
    if (token.isKeyword("samenet")) {
      return new HbaAddress.SameNet();
    }
    int slash = token.text().indexOf('/');
    String host = slash < 0 ? token.text() : token.text().substring(0, slash);
    byte[] address = literal(host);
    if (address == null) {
      if (slash >= 0) {
        throw new BadLine(
            "specifying both host name and CIDR mask is invalid: \"" + token.text() + "\"", null);
      }
      throw new BadLine(
          "host names are not supported in address fields: \"" + host + "\"",
          "Specify an IP address range.");
    }
    if (slash >= 0) {
      int prefix = prefixLength(token.text().substring(slash + 1), address.length * 8);
      if (prefix < 0) {
        throw new BadLine("invalid CIDR mask in address \"" + token.text() + "\"", null);
      }
      return HbaAddress.Range.ofPrefix(address, prefix);
    }
    return new HbaAddress.Range(address, mask(address.length));
  }

  private byte[] mask(int addressLength) throws BadLine {
    HbaToken token =
        single(
            "end-of-line before netmask specification",
            "Specify an address range in CIDR notation, or provide a separate netmask.",
            "multiple values specified for netmask",
            null);
    byte[] mask = literal(token.text());
    if (mask == null) {
      throw new BadLine(
          "invalid IP mask \"" + token.text() + "\": Name or service not known", null);
    }
    if (mask.length != addressLength) {
      throw new BadLine("IP address and mask do not match", null);
    }
    return mask;
  }

  /** The bytes of an address written in digits; null if it is a name. */
  private static byte[] literal(String text) {
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException name) {
      return null;
    }
  }

  private static int prefixLength(String digits, int max) {
    if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(Character::isDigit)) {
      return -1;
    }
    int length = Integer.parseInt(digits);
    return length <= max ? length : -1;
  }

  private HbaMethod method(HbaConnectionType type) throws BadLine {
    HbaToken token =
        single(
            "end-of-line before authentication method",
            null,
            "multiple values specified for authentication type",
            "Specify exactly one authentication type per line.");
    String name = token.text();
    Optional<HbaMethod> found = HbaMethod.of(name);
    if (found.isEmpty()) {
      throw new BadLine("invalid authentication method \"" + name + "\"", null);
    }
    HbaMethod method = found.get();
    if (method == HbaMethod.IDENT && type == HbaConnectionType.LOCAL) {
      // The old name of peer.
      method = HbaMethod.PEER;
    }
    if (!method.supported()) {
      throw new BadLine(
          "invalid authentication method \"" + name + "\": not supported by this build", null);
    }
    if (method == HbaMethod.PEER && type != HbaConnectionType.LOCAL) {
      throw new BadLine("peer authentication is only supported on local sockets", null);
    }
    return method;
  }

  private Map<String, String> options(HbaConnectionType type, HbaMethod method) throws BadLine {
    Map<String, String> options = new HashMap<>();
    while (field < line.fields().size()) {
      for (HbaToken token : line.fields().get(field++)) {
        int equals = token.text().indexOf('=');
        if (equals < 0) {
          throw new BadLine(
              "authentication option not in name=value format: " + token.text(), null);
        }
        String name = token.text().substring(0, equals);
        checkOption(name, type, method);
        options.put(name, token.text().substring(equals + 1));
      }
    }
    return options;
  }

  private static void checkOption(String name, HbaConnectionType type, HbaMethod method)
      throws BadLine {
    if (name.equals("map")) {
      if (!MAPPED.contains(method)) {
        throw onlyValidFor(name, "ident, peer, gssapi, sspi, and cert");
      }
    } else if (name.equals("clientcert") || name.equals("clientname")) {
      if (type != HbaConnectionType.HOSTSSL) {
        throw new BadLine(name + " can only be configured for \"hostssl\" rows", null);
      }
      throw new BadLine("client certificates are not supported", null);
    } else if (FOREIGN_OPTIONS.containsKey(name)) {
      throw onlyValidFor(name, FOREIGN_OPTIONS.get(name));
    } else {
      throw new BadLine("unrecognized authentication option name: \"" + name + "\"", null);
    }
  }

  private static BadLine onlyValidFor(String name, String methods) {
    return new BadLine(
        "authentication option \""
            + name
            + "\" is only valid for authentication methods "
            + methods,
        null);
  }
}
