package org.posthorn.smtp.outbound.client;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.command.RcptParameters.Notify;
import org.posthorn.smtp.command.RcptParameters.OriginalRecipient;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;
import org.posthorn.storage.model.MailAddress;

/// How envelope addresses and their parameters are written.
final class EnvelopeCommands {
  private EnvelopeCommands() {}

  /// A reverse-path without its brackets.
  static String path(ReversePath sender) {
    return sender.asAddress().map(EnvelopeCommands::address).orElse("");
  }

  private static String address(EnvelopeAddress address) {
    return switch (address.host()) {
      case HostPart.Domain(String name) ->
          // RFC 6531 §3.2: with A-labels it works everywhere.
          new EnvelopeAddress(
                  address.local(), new HostPart.Domain(MailAddress.normaliseDomain(name)))
              .wire();
      case HostPart.IpLiteral _, HostPart.GeneralLiteral _ -> address.wire();
    };
  }

  /// A RCPT command.
  ///
  /// @param dsn whether the server knows the parameters of RFC 3461
  static String rcpt(Recipient recipient, boolean utf8, boolean dsn) {
    StringBuilder command = new StringBuilder("RCPT TO:<");
    command.append(address(recipient.address())).append('>');
    if (dsn) {
      Set<Notify> events = recipient.parameters().notifyOn();
      if (!events.isEmpty()) {
        command.append(" NOTIFY=").append(words(events));
      }
      recipient
          .parameters()
          .originalRecipient()
          .ifPresent(original -> command.append(" ORCPT=").append(orcpt(original, utf8)));
    }
    return command.toString();
  }

  private static String words(Set<Notify> events) {
    return Stream.of(Notify.values())
        .filter(events::contains)
        .map(Notify::name)
        .collect(Collectors.joining(","));
  }

  private static String orcpt(OriginalRecipient original, boolean utf8) {
    if (!original.type().toLowerCase(Locale.ROOT).equals("utf-8")) {
      return original.type() + ";" + xtext(original.address());
    }
    // RFC 6533 §3: as it came, but a server without SMTPUTF8 needs it in ASCII.
    if (utf8) {
      return original.type() + ";" + original.address();
    }
    StringBuilder ascii = new StringBuilder(original.type()).append(';');
    original
        .address()
        .codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                ascii.append((char) c);
              } else {
                ascii
                    .append("\\x{")
                    .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                    .append('}');
              }
            });
    return ascii.toString();
  }

  /// The encoding of RFC 3461 §4.
  static String xtext(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c <= '~' && c != '+' && c != '=') {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "+%02X", c & 0xff));
      }
    }
    return encoded.toString();
  }
}
