package org.posthorn.smtp.command;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.posthorn.storage.model.MailAddress;

/// An address of an envelope (RFC 5321 §4.1.2 `Mailbox`).
///
/// The local part is taken literally: `%`, `!` and a quoted `@` in it mean nothing here, so that
/// none of them ever routes a message anywhere.
///
/// @param local the local part's value, without quoting, not empty
/// @param host what stands behind the `@`
public record EnvelopeAddress(String local, HostPart host) {
  private static final String SPECIAL_ATEXT = "!#$%&'*+-/=?^_`{|}~";

  /// The address as the directory compares it; empty for address literals.
  public Optional<MailAddress> mailAddress() {
    return switch (host) {
      case HostPart.Domain(String name) -> Optional.of(new MailAddress(local, name));
      case HostPart.IpLiteral _, HostPart.GeneralLiteral _ -> Optional.empty();
    };
  }

  /// Whether only a client and a server with SMTPUTF8 can carry it (RFC 6531).
  public boolean needsUtf8() {
    return !isAscii(local) || !isAscii(host.wire());
  }

  /// As it is written on the wire, with the local part quoted where it has to be.
  public String wire() {
    return quoteLocal(local) + "@" + host.wire();
  }

  @Override
  public String toString() {
    return wire();
  }

  /// Whether the character may stand in an atom (RFC 5321 §4.1.2, RFC 6531 §3.3).
  public static boolean isAtext(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || SPECIAL_ATEXT.indexOf(c) >= 0
        || c >= 0xA0;
  }

  private static String quoteLocal(String local) {
    if (isDotString(local)) {
      return local;
    }
    StringBuilder quoted = new StringBuilder(local.length() + 4).append('"');
    for (int i = 0; i < local.length(); i++) {
      char c = local.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }

  private static boolean isDotString(String local) {
    boolean wantAtom = true;
    for (int i = 0; i < local.length(); i++) {
      char c = local.charAt(i);
      if (c == '.') {
        if (wantAtom) {
          return false;
        }
        wantAtom = true;
      } else if (isAtext(c)) {
        wantAtom = false;
      } else {
        return false;
      }
    }
    return !wantAtom;
  }

  private static boolean isAscii(String text) {
    return text.length() == text.getBytes(StandardCharsets.UTF_8).length;
  }
}
