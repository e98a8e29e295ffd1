package org.posthorn.smtp.outbound.client;

import java.util.List;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;
import org.posthorn.storage.mime.Part;

/// Whether a message can only go to a server with SMTPUTF8 (RFC 6531 §3.4): for an address whose
/// local part is not ASCII (domains become A-labels), or for such a header.
final class Utf8Need {
  private Utf8Need() {}

  static boolean of(OutgoingMessage outgoing, List<Recipient> recipients, Capabilities can) {
    OutboundMessage message = outgoing.message();
    if (message.sender().asAddress().map(a -> !isAscii(a.local())).orElse(false)
        || recipients.stream().anyMatch(r -> !isAscii(r.address().local()))) {
      return true;
    }
    if (!message.parameters().smtpUtf8()) {
      // A header with raw octets that nobody declared is old, and not ours to judge.
      return false;
    }
    if (outgoing.facts().eightBitHeader()) {
      return true;
    }
    // Headers of parts: looked at where it matters.
    return outgoing.facts().eightBit()
        && !can.smtpUtf8()
        && hasEightBitHeader(outgoing, outgoing.structure().content());
  }

  private static boolean hasEightBitHeader(OutgoingMessage outgoing, Part part) {
    ContentFacts header =
        ContentFacts.of(outgoing.message().content(), part.headerStart(), part.bodyStart());
    if (header.eightBit()) {
      return true;
    }
    return switch (part) {
      case Part.Leaf _ -> false;
      case Part.Multipart multipart ->
          multipart.parts().stream().anyMatch(child -> hasEightBitHeader(outgoing, child));
      case Part.EmbeddedMessage embedded -> hasEightBitHeader(outgoing, embedded.content());
    };
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
