package org.posthorn.auth.dns;

/// An MX record (RFC 5321 §5.1).
///
/// @param preference lower is better
/// @param host its name; empty for the root, which makes it a null MX (RFC 7505)
public record MailExchanger(int preference, String host) {
  /// Whether it says that the domain takes no mail.
  public boolean isNull() {
    return host.isEmpty();
  }
}
