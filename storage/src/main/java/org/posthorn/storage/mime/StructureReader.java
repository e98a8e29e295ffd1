package org.posthorn.storage.mime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The reading half of [StructureCodec]. Memory is bounded by the input's length, depth by
/// [StructureCodec#MAX_DEPTH].
final class StructureReader {
  private final OctetReader in;

  StructureReader(OctetReader in) {
    this.in = in;
  }

  MessageStructure read() throws StructureFormatException {
    long size = in.number();
    Envelope envelope = envelope();
    Part content = part(0, size, 0);
    String preview = in.text();
    if (in.remaining() != 0) {
      throw new StructureFormatException("more than a structure");
    }
    return new MessageStructure(size, envelope, content, preview);
  }

  private Part part(long before, long limit, int depth) throws StructureFormatException {
    if (depth > StructureCodec.MAX_DEPTH + 1) {
      throw new StructureFormatException("nested too deeply");
    }
    long kind = in.number();
    PartBounds bounds = bounds(before, limit);
    MimeFields mime = mime();
    return switch ((int) Math.min(kind, 9)) {
      case StructureCodec.LEAF -> new Part.Leaf(bounds, mime);
      case StructureCodec.MULTIPART -> new Part.Multipart(bounds, mime, parts(bounds, depth + 1));
      case StructureCodec.MESSAGE -> {
        Envelope envelope = envelope();
        Part content = part(bounds.bodyStart(), bounds.bodyEnd(), depth + 1);
        yield new Part.EmbeddedMessage(bounds, mime, envelope, content);
      }
      default -> throw new StructureFormatException("no such kind of part");
    };
  }

  private List<Part> parts(PartBounds bounds, int depth) throws StructureFormatException {
    int count = in.count();
    if (count == 0) {
      throw new StructureFormatException("a multipart without parts");
    }
    List<Part> parts = new ArrayList<>(Math.min(count, 16));
    long before = bounds.bodyStart();
    for (int i = 0; i < count; i++) {
      Part part = part(before, bounds.bodyEnd(), depth);
      parts.add(part);
      before = part.bodyEnd();
    }
    return parts;
  }

  private PartBounds bounds(long before, long limit) throws StructureFormatException {
    long headerStart = forward(before, limit);
    long bodyStart = forward(headerStart, limit);
    long bodyEnd = forward(bodyStart, limit);
    return new PartBounds(headerStart, bodyStart, bodyEnd, in.number());
  }

  private long forward(long from, long limit) throws StructureFormatException {
    long distance = in.number();
    if (distance > limit - from) {
      throw new StructureFormatException("a part reaches beyond its frame");
    }
    return from + distance;
  }

  private MimeFields mime() throws StructureFormatException {
    String type = in.octets();
    String subtype = in.octets();
    List<Parameter> parameters = parameters();
    String encoding = in.octets();
    int flags = in.flags();
    Optional<String> id = octetsIf(flags, 0);
    Optional<String> description = octetsIf(flags, 1);
    Optional<String> md5 = octetsIf(flags, 2);
    Optional<String> location = octetsIf(flags, 3);
    Optional<Disposition> disposition =
        isSet(flags, 4) ? Optional.of(disposition()) : Optional.empty();
    List<String> languages = isSet(flags, 5) ? languages() : List.of();
    return new MimeFields(
        type,
        subtype,
        parameters,
        id,
        description,
        encoding,
        md5,
        disposition,
        languages,
        location);
  }

  private static boolean isSet(int flags, int number) {
    return (flags >> number & 1) != 0;
  }

  private Optional<String> octetsIf(int flags, int number) throws StructureFormatException {
    return isSet(flags, number) ? Optional.of(in.octets()) : Optional.empty();
  }

  private Disposition disposition() throws StructureFormatException {
    String type = in.octets();
    return new Disposition(type, parameters());
  }

  private List<String> languages() throws StructureFormatException {
    int count = in.count();
    List<String> languages = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      languages.add(in.octets());
    }
    return languages;
  }

  private List<Parameter> parameters() throws StructureFormatException {
    int count = in.count();
    List<Parameter> parameters = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      String name = in.octets();
      parameters.add(new Parameter(name, in.octets()));
    }
    return parameters;
  }

  private Envelope envelope() throws StructureFormatException {
    int texts = in.flags();
    int lists = in.flags();
    Optional<String> date = octetsIf(texts, 0);
    Optional<OffsetDateTime> sentDate = isSet(texts, 1) ? Optional.of(date()) : Optional.empty();
    Optional<String> subject = octetsIf(texts, 2);
    Optional<String> inReplyTo = octetsIf(texts, 3);
    Optional<String> messageId = octetsIf(texts, 4);
    Optional<String> references = octetsIf(texts, 5);
    List<Address> from = List.copyOf(addresses());
    List<Address> sender = isSet(texts, 6) ? from : addresses();
    List<Address> replyTo = isSet(lists, 0) ? from : addresses();
    List<Address> to = isSet(lists, 1) ? addresses() : List.of();
    List<Address> cc = isSet(lists, 2) ? addresses() : List.of();
    List<Address> bcc = isSet(lists, 3) ? addresses() : List.of();
    return new Envelope(
        date,
        sentDate,
        subject,
        from,
        sender,
        replyTo,
        to,
        cc,
        bcc,
        inReplyTo,
        messageId,
        references);
  }

  private OffsetDateTime date() throws StructureFormatException {
    long second = in.signed();
    long offset = in.signed();
    try {
      ZoneOffset zone = ZoneOffset.ofTotalSeconds(Math.toIntExact(offset));
      return OffsetDateTime.ofInstant(Instant.ofEpochSecond(second), zone);
    } catch (DateTimeException | ArithmeticException _) {
      throw new StructureFormatException("no date");
    }
  }

  private List<Address> addresses() throws StructureFormatException {
    int count = in.count();
    List<Address> addresses = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      addresses.add(address());
    }
    return addresses;
  }

  private Address address() throws StructureFormatException {
    int head = (int) Math.min(in.number(), 99);
    return switch (head & 3) {
      case StructureCodec.MAILBOX -> {
        Optional<String> name = octetsIf(head, 2);
        Optional<String> route = octetsIf(head, 3);
        String localPart = in.octets();
        yield new Address.Mailbox(name, route, localPart, in.octets());
      }
      case StructureCodec.GROUP_START -> new Address.GroupStart(in.octets());
      case StructureCodec.GROUP_END -> new Address.GroupEnd();
      default -> throw new StructureFormatException("no such kind of address");
    };
  }
}
