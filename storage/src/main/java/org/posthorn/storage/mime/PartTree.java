package org.posthorn.storage.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tree of parts while a message is read: the parts still open, from the root down, the
/// boundaries they wait for, and the header being collected. [MessageScanner] finds the lines, this
/// class knows what they mean.
final class PartTree {
  private final ScanLimits limits;
  private final EnvelopeReader envelopes;
  private final List<PartBuilder> open = new ArrayList<>(8);
  private final OpenBoundaries boundaries = new OpenBoundaries();
  private final HeaderBuffer header;
  private final PreviewCollector preview = new PreviewCollector();
  private int headerBytesLeft;
  private int parts;
  private boolean inHeader;

  PartTree(ScanLimits limits) {
    this.limits = limits;
    envelopes = new EnvelopeReader(limits.maxAddresses());
    headerBytesLeft = limits.maxAllHeaders();
    header = new HeaderBuffer(limits.maxHeader());
    startPart(new PartBuilder(0, true, false));
    header.reset(Math.min(limits.maxHeader(), headerBytesLeft));
  }

  private void startPart(PartBuilder part) {
    parts++;
    open.add(part);
    inHeader = true;
    header.reset(Math.min(limits.maxPartHeader(), headerBytesLeft));
  }

  boolean inHeader() {
    return inHeader;
  }

  HeaderBuffer header() {
    return header;
  }

  boolean awaitsDelimiter() {
    return !boundaries.isEmpty();
  }

  OpenBoundaries.@Nullable Match match(byte[] line, int from, int length) {
    return boundaries.isEmpty() ? null : boundaries.match(line, from, length);
  }

  /// Offers the bytes of a chunk that belong to bodies, for the preview.
  void capture(byte[] chunk, int from, int end) {
    preview.add(chunk, from, end);
  }

  /// The header being read ends, and the body starts at `bodyStart` with `lines` line breaks before
  /// it.
  void headerEnded(long bodyStart, long lines) {
    PartBuilder part = open.getLast();
    HeaderFields fields = header.fields();
    MimeFields mime = MimeFieldReader.read(fields, part.inDigest);
    Envelope envelope = part.isMessageContent ? envelopes.read(fields) : Envelope.EMPTY;
    headerBytesLeft -= header.size();
    inHeader = false;
    if (mime.type().equals("multipart")) {
      beginMultipart(part, mime, envelope, bodyStart, lines);
    } else if (isMessage(mime)) {
      beginMessage(part, mime, envelope, bodyStart, lines);
    } else {
      part.begin(PartBuilder.Kind.LEAF, mime, envelope, bodyStart, lines);
      preview.partBegins(part);
    }
  }

  private void beginMultipart(
      PartBuilder part, MimeFields mime, Envelope envelope, long bodyStart, long lines) {
    Optional<String> boundary = boundary(mime);
    if (boundary.isEmpty()) {
      MimeFields text = mime.as("text", "plain", MimeFields.PLAIN_TEXT.parameters());
      part.begin(PartBuilder.Kind.LEAF, text, envelope, bodyStart, lines);
      preview.partBegins(part);
    } else if (open.size() > limits.maxDepth()) {
      part.begin(PartBuilder.Kind.LEAF, opaque(mime), envelope, bodyStart, lines);
    } else {
      part.begin(PartBuilder.Kind.MULTIPART, mime, envelope, bodyStart, lines);
      boundaries.open(part, boundary.get());
    }
  }

  /// The boundary as it is written: it is no text, so nothing in it is decoded unless RFC 2231 was
  /// used.
  private static Optional<String> boundary(MimeFields mime) {
    return mime.parameters().stream()
        .filter(p -> p.name().equals("boundary"))
        .map(Parameter::value)
        .findFirst()
        .or(() -> mime.parameter("boundary").map(PartTree::octets))
        .map(String::stripTrailing)
        .filter(b -> !b.isEmpty() && b.length() <= OpenBoundaries.MAX_LENGTH);
  }

  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static boolean isMessage(MimeFields mime) {
    return mime.is("message", "rfc822") || mime.is("message", "global");
  }

  /// A message within is read on, unless it is encoded (RFC 6532 §3.7 allows that for
  /// message/global): then its parts have no place in the octets.
  private void beginMessage(
      PartBuilder part, MimeFields mime, Envelope envelope, long bodyStart, long lines) {
    boolean encoded =
        mime.transferEncoding().equals("base64")
            || mime.transferEncoding().equals("quoted-printable");
    if (encoded || open.size() > limits.maxDepth() || isLastPart()) {
      part.begin(PartBuilder.Kind.LEAF, opaque(mime), envelope, bodyStart, lines);
    } else {
      part.begin(PartBuilder.Kind.MESSAGE, mime, envelope, bodyStart, lines);
      startPart(new PartBuilder(bodyStart, true, false));
    }
  }

  private static MimeFields opaque(MimeFields mime) {
    return mime.as("application", "octet-stream", List.of());
  }

  private boolean isLastPart() {
    return parts + 1 >= limits.maxParts();
  }

  /// A delimiter line was read.
  ///
  /// @param end where the parts before it end, that is, before the line break before the line
  /// @param lines line breaks before `end`
  /// @param next where the line after the delimiter starts
  /// @param nextLines line breaks before `next`
  void delimiter(OpenBoundaries.Match match, long end, long lines, long next, long nextLines) {
    endHeaders(end, lines);
    while (open.getLast() != match.multipart()) {
      endPart(end, lines);
    }
    if (match.closing()) {
      boundaries.close(match.multipart());
      return;
    }
    boolean inDigest = match.multipart().mime().is("multipart", "digest");
    boolean isLast = isLastPart();
    startPart(new PartBuilder(next, false, inDigest));
    if (isLast) {
      inHeader = false;
      open.getLast()
          .begin(
              PartBuilder.Kind.LEAF,
              opaque(MimeFields.PLAIN_TEXT),
              Envelope.EMPTY,
              next,
              nextLines);
      boundaries.clear();
    }
  }

  /// Ends the header being read, and that of the message which may start with its end.
  private void endHeaders(long end, long lines) {
    while (inHeader) {
      headerEnded(Math.max(open.getLast().headerStart, end), lines);
    }
  }

  private void endPart(long end, long lines) {
    PartBuilder builder = open.removeLast();
    boundaries.close(builder);
    Part part = builder.end(end, lines);
    preview.partEnds(builder, part);
    open.getLast().add(builder, part);
  }

  /// The message ends at `size`, with `lines` line breaks in it.
  MessageStructure finish(long size, long lines) {
    endHeaders(size, lines);
    while (open.size() > 1) {
      endPart(size, lines);
    }
    PartBuilder root = open.getLast();
    Part content = root.end(size, lines);
    preview.partEnds(root, content);
    return new MessageStructure(size, root.envelope(), content, preview.text());
  }
}
