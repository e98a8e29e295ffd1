package org.posthorn.auth.spf;

import java.util.Optional;

/// What a client is compared with (RFC 7208 §5). A name that is not given is that of the domain
/// whose record it is.
sealed interface Mechanism {
  /// Everybody (§5.1).
  record All() implements Mechanism {}

  /// Whom another domain lets pass (§5.2).
  record Include(MacroString domain) implements Mechanism {}

  /// The addresses of a name (§5.3).
  record A(Optional<MacroString> domain, Prefixes prefixes) implements Mechanism {}

  /// The mail exchangers of a domain (§5.4).
  record Mx(Optional<MacroString> domain, Prefixes prefixes) implements Mechanism {}

  /// Clients with a name in a domain (§5.5).
  record Ptr(Optional<MacroString> domain) implements Mechanism {}

  /// Addresses (§5.6).
  record Ip(IpRange range) implements Mechanism {}

  /// Whether a name has an address (§5.7).
  record Exists(MacroString domain) implements Mechanism {}

  /// How many bits count.
  record Prefixes(int ip4, int ip6) {
    static final int IP4 = 32;
    static final int IP6 = 128;
    static final Prefixes WHOLE = new Prefixes(IP4, IP6);

    int of(byte[] address) {
      return address.length == 4 ? ip4 : ip6;
    }
  }
}
