package org.posthorn.storage.model;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/// An address as the directory compares it: the local part in lower case, the domain in lower
/// case and as A-labels.
///
/// Syntax of the wire (quoted local parts, source routes, address literals) is the protocols'
/// business; here a local part is its value.
///
/// @param local the local part, not empty, at most 64 bytes by RFC 5321 §4.5.3.1.1 (a little more
///     is tolerated)
/// @param domain the domain, at most 255 bytes
public record MailAddress(String local, String domain) {
  public MailAddress {
    local = local.toLowerCase(Locale.ROOT);
    domain = normaliseDomain(domain);
  }

  /// Parts `local@domain` at its last `@`; empty where one of the two is missing.
  public static Optional<MailAddress> parse(String address) {
    int at = address.lastIndexOf('@');
    if (at <= 0 || at == address.length() - 1 || address.length() > 320) {
      return Optional.empty();
    }
    return Optional.of(new MailAddress(address.substring(0, at), address.substring(at + 1)));
  }

  /// A domain as the directory keeps it: A-labels in lower case, without a dot at the end. What
  /// is no valid IDN is only lower-cased.
  public static String normaliseDomain(String domain) {
    String plain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    try {
      return IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException _) {
      return plain.toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return local + "@" + domain;
  }
}
