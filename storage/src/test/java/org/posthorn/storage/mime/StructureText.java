package org.posthorn.storage.mime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A structure in lines that a person can check, for comparison with golden files.
final class StructureText {
  private final byte[] message;
  private final StringBuilder out = new StringBuilder();

  private StructureText(byte[] message) {
    this.message = message;
  }

  static String of(byte[] message, MessageStructure structure) {
    StructureText text = new StructureText(message);
    text.line(0, "size " + structure.size());
    text.line(0, "preview " + quote(structure.preview()));
    text.envelope(0, structure.envelope());
    boolean numbered = !(structure.content() instanceof Part.Multipart);
    text.part(numbered ? "1" : "", "", 0, structure.content());
    return text.out.toString();
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  private void envelope(int depth, Envelope envelope) {
    optional(depth, "date", envelope.date());
    envelope.sentDate().ifPresent(d -> line(depth, "sent " + d));
    optional(depth, "subject", envelope.subject());
    envelope
        .subject()
        .map(EncodedWords::decode)
        .filter(s -> !s.equals(envelope.subject().get()))
        .ifPresent(s -> line(depth, "subject text " + quote(s)));
    addresses(depth, "from", envelope.from());
    if (!envelope.sender().equals(envelope.from())) {
      addresses(depth, "sender", envelope.sender());
    }
    if (!envelope.replyTo().equals(envelope.from())) {
      addresses(depth, "reply-to", envelope.replyTo());
    }
    addresses(depth, "to", envelope.to());
    addresses(depth, "cc", envelope.cc());
    addresses(depth, "bcc", envelope.bcc());
    optional(depth, "in-reply-to", envelope.inReplyTo());
    optional(depth, "message-id", envelope.messageId());
    optional(depth, "references", envelope.references());
  }

  private void addresses(int depth, String label, List<Address> addresses) {
    for (Address address : addresses) {
      String shown =
          switch (address) {
            case Address.Mailbox m ->
                m.name().map(n -> quote(EncodedWords.decode(n)) + " ").orElse("")
                    + m.route().map(r -> r + ":").orElse("")
                    + quote(m.localPart())
                    + " @ "
                    + quote(m.host());
            case Address.GroupStart g -> "group " + quote(g.name());
            case Address.GroupEnd _ -> "end of group";
          };
      line(depth, label + " " + shown);
    }
  }

  private void optional(int depth, String label, Optional<String> value) {
    value.ifPresent(v -> line(depth, label + " " + quote(v)));
  }

  /// @param number the part's number; empty for the multipart that is a message's content
  /// @param prefix what the numbers of its parts start with
  private void part(String number, String prefix, int depth, Part part) {
    MimeFields mime = part.mime();
    String label = number.isEmpty() ? "content" : number;
    line(
        depth,
        "%s %s/%s %d..%d..%d lines %d"
            .formatted(
                label,
                mime.type(),
                mime.subtype(),
                part.headerStart(),
                part.bodyStart(),
                part.bodyEnd(),
                part.lines()));
    mime(depth + 1, mime);
    line(depth + 1, "body " + quote(excerpt(part)));
    switch (part) {
      case Part.Leaf _ -> {}
      case Part.Multipart multipart -> {
        int n = 1;
        for (Part child : multipart.parts()) {
          part(prefix + n, prefix + n + ".", depth + 1, child);
          n++;
        }
      }
      case Part.EmbeddedMessage embedded -> {
        envelope(depth + 1, embedded.envelope());
        boolean numbered = !(embedded.content() instanceof Part.Multipart);
        String inner = number + ".";
        part(
            numbered ? inner + "1" : "",
            numbered ? inner + "1." : inner,
            depth + 1,
            embedded.content());
      }
    }
  }

  private void mime(int depth, MimeFields mime) {
    mime.parameters().forEach(p -> line(depth, "parameter " + p.name() + "=" + quote(p.value())));
    if (!mime.transferEncoding().equals("7bit")) {
      line(depth, "encoding " + mime.transferEncoding());
    }
    optional(depth, "id", mime.id());
    optional(depth, "description", mime.description());
    optional(depth, "md5", mime.md5());
    mime.disposition()
        .ifPresent(
            d -> {
              line(depth, "disposition " + d.type());
              d.parameters().forEach(p -> line(depth + 1, p.name() + "=" + quote(p.value())));
            });
    optional(depth, "file name", mime.fileName());
    if (!mime.languages().isEmpty()) {
      line(depth, "languages " + mime.languages());
    }
    optional(depth, "location", mime.location());
  }

  private String excerpt(Part part) {
    String body =
        new String(
            message,
            Math.toIntExact(part.bodyStart()),
            Math.toIntExact(part.octets()),
            StandardCharsets.ISO_8859_1);
    return body.length() <= 60
        ? body
        : body.substring(0, 28) + "…" + body.substring(body.length() - 28);
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\r' -> quoted.append("\\r");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\\', '"' -> quoted.append('\\').append(c);
        default -> {
          if (c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0)) {
            quoted.append("\\x%02x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
