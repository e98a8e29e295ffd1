package org.posthorn.storage.mime;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// A [MessageStructure] as bytes, to be kept beside the message, and back: a version octet, then
/// the fields in order with variable-length numbers. About 0.5 KB for an everyday message.
///
/// Stateless and safe for all threads.
public final class StructureCodec {
  /// The version of format *and* scanner: it rises when either changes, so that old results are
  /// made anew.
  public static final int VERSION = 1;

  /// Deepest nesting that is written or read.
  static final int MAX_DEPTH = 200;

  static final int LEAF = 0;
  static final int MULTIPART = 1;
  static final int MESSAGE = 2;

  static final int MAILBOX = 0;
  static final int GROUP_START = 1;
  static final int GROUP_END = 2;

  private StructureCodec() {}

  /// The bytes of a structure.
  public static byte[] encode(MessageStructure structure) {
    OctetWriter out = new OctetWriter();
    out.number(VERSION);
    out.number(structure.size());
    writeEnvelope(out, structure.envelope());
    writePart(out, structure.content(), 0);
    out.text(structure.preview());
    return out.toByteArray();
  }

  /// Whether the bytes were written by this version; else the message is to be scanned again.
  public static boolean isCurrent(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == VERSION;
  }

  /// The structure that the bytes hold.
  ///
  /// @throws StructureFormatException when they were written by another version or damaged
  public static MessageStructure decode(byte[] bytes) throws StructureFormatException {
    if (!isCurrent(bytes)) {
      throw new StructureFormatException("not of version " + VERSION);
    }
    return new StructureReader(new OctetReader(bytes, 1)).read();
  }

  /// @param before where the previous part ended, or the enclosing part's body starts
  private static void writePart(OctetWriter out, Part part, long before) {
    switch (part) {
      case Part.Leaf(PartBounds bounds, MimeFields mime) ->
          writeHead(out, LEAF, bounds, mime, before);
      case Part.Multipart(PartBounds bounds, MimeFields mime, List<Part> parts) -> {
        writeHead(out, MULTIPART, bounds, mime, before);
        out.number(parts.size());
        long end = bounds.bodyStart();
        for (Part child : parts) {
          writePart(out, child, end);
          end = child.bodyEnd();
        }
      }
      case Part.EmbeddedMessage(
              PartBounds bounds,
              MimeFields mime,
              Envelope envelope,
              Part content) -> {
        writeHead(out, MESSAGE, bounds, mime, before);
        writeEnvelope(out, envelope);
        writePart(out, content, bounds.bodyStart());
      }
    }
  }

  private static void writeHead(
      OctetWriter out, int kind, PartBounds bounds, MimeFields mime, long before) {
    out.number(kind);
    out.number(bounds.headerStart() - before);
    out.number(bounds.bodyStart() - bounds.headerStart());
    out.number(bounds.bodyEnd() - bounds.bodyStart());
    out.number(bounds.lines());
    writeMime(out, mime);
  }

  private static void writeMime(OctetWriter out, MimeFields mime) {
    out.octets(mime.type());
    out.octets(mime.subtype());
    writeParameters(out, mime.parameters());
    out.octets(mime.transferEncoding());
    out.flags(
        mime.id().isPresent(),
        mime.description().isPresent(),
        mime.md5().isPresent(),
        mime.location().isPresent(),
        mime.disposition().isPresent(),
        !mime.languages().isEmpty());
    mime.id().ifPresent(out::octets);
    mime.description().ifPresent(out::octets);
    mime.md5().ifPresent(out::octets);
    mime.location().ifPresent(out::octets);
    mime.disposition().ifPresent(d -> writeDisposition(out, d));
    if (!mime.languages().isEmpty()) {
      out.number(mime.languages().size());
      mime.languages().forEach(out::octets);
    }
  }

  private static void writeDisposition(OctetWriter out, Disposition disposition) {
    out.octets(disposition.type());
    writeParameters(out, disposition.parameters());
  }

  private static void writeParameters(OctetWriter out, List<Parameter> parameters) {
    out.number(parameters.size());
    for (Parameter parameter : parameters) {
      out.octets(parameter.name());
      out.octets(parameter.value());
    }
  }

  private static void writeEnvelope(OctetWriter out, Envelope envelope) {
    boolean senderIsFrom = envelope.sender().equals(envelope.from());
    boolean replyToIsFrom = envelope.replyTo().equals(envelope.from());
    out.flags(
        envelope.date().isPresent(),
        envelope.sentDate().isPresent(),
        envelope.subject().isPresent(),
        envelope.inReplyTo().isPresent(),
        envelope.messageId().isPresent(),
        envelope.references().isPresent(),
        senderIsFrom);
    out.flags(
        replyToIsFrom,
        !envelope.to().isEmpty(),
        !envelope.cc().isEmpty(),
        !envelope.bcc().isEmpty());
    envelope.date().ifPresent(out::octets);
    envelope.sentDate().ifPresent(date -> writeDate(out, date));
    envelope.subject().ifPresent(out::octets);
    envelope.inReplyTo().ifPresent(out::octets);
    envelope.messageId().ifPresent(out::octets);
    envelope.references().ifPresent(out::octets);
    writeAddresses(out, envelope.from());
    writeUnless(senderIsFrom, out, envelope.sender());
    writeUnless(replyToIsFrom, out, envelope.replyTo());
    writeUnless(envelope.to().isEmpty(), out, envelope.to());
    writeUnless(envelope.cc().isEmpty(), out, envelope.cc());
    writeUnless(envelope.bcc().isEmpty(), out, envelope.bcc());
  }

  private static void writeDate(OctetWriter out, OffsetDateTime date) {
    out.signed(date.toEpochSecond());
    out.signed(date.getOffset().getTotalSeconds());
  }

  private static void writeUnless(boolean known, OctetWriter out, List<Address> addresses) {
    if (!known) {
      writeAddresses(out, addresses);
    }
  }

  private static void writeAddresses(OctetWriter out, List<Address> addresses) {
    out.number(addresses.size());
    for (Address address : addresses) {
      switch (address) {
        case Address.Mailbox(
                Optional<String> name,
                Optional<String> route,
                String localPart,
                String host) -> {
          out.number(MAILBOX | (name.isPresent() ? 4 : 0) | (route.isPresent() ? 8 : 0));
          name.ifPresent(out::octets);
          route.ifPresent(out::octets);
          out.octets(localPart);
          out.octets(host);
        }
        case Address.GroupStart(String name) -> {
          out.number(GROUP_START);
          out.octets(name);
        }
        case Address.GroupEnd() -> out.number(GROUP_END);
      }
    }
  }
}
