package org.posthorn.smtp.outbound.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mime.HeaderFields;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.mime.Part;

/// A message as 7-bit lines: leaf parts that are more than that are encoded (RFC 6152 §3, RFC 2045
/// §6), everything else stays as it is. Signatures over what changes (DKIM) do not survive.
///
/// Some messages cannot be made so: parts of multipart/signed, which must not change (RFC 1847
/// §2.1), and what claims an encoding that it does not have.
final class SevenBit implements OutgoingBody {
  private static final int MAX_HEADER = 1024 * 1024;
  private static final Set<String> RAW = Set.of("7bit", "8bit", "binary");

  /// A piece of the new message.
  private sealed interface Piece {
    /// A slice of the old one.
    record Slice(long start, long end) implements Piece {}

    /// Octets of our own.
    record Octets(byte[] bytes) implements Piece {}

    /// A slice that is encoded.
    record Encoded(long start, long end, boolean text) implements Piece {}
  }

  private final Content content;
  private final List<Piece> pieces = new ArrayList<>();
  private boolean possible = true;

  private SevenBit(Content content) {
    this.content = content;
  }

  /// Plans the change; nothing is encoded yet.
  ///
  /// @return empty where it cannot be done
  static Optional<OutgoingBody> plan(Content content, MessageStructure structure) {
    SevenBit plan = new SevenBit(content);
    plan.part(structure.content(), true);
    plan.slice(structure.content().bodyEnd(), content.size());
    return plan.possible ? Optional.of(plan) : Optional.empty();
  }

  private void part(Part part, boolean top) {
    String encoding = part.mime().transferEncoding();
    switch (part) {
      case Part.Leaf leaf -> leaf(leaf, top);
      case Part.EmbeddedMessage embedded -> {
        possible &= RAW.contains(encoding);
        header(part, top, "7bit");
        part(embedded.content(), false);
        slice(embedded.content().bodyEnd(), embedded.bodyEnd());
      }
      case Part.Multipart multipart -> {
        boolean sealed = multipart.mime().is("multipart", "signed");
        possible &=
            RAW.contains(encoding) && !(sealed && !isClean(part.bodyStart(), part.bodyEnd()));
        header(part, top, "7bit");
        long at = multipart.bodyStart();
        for (Part child : multipart.parts()) {
          slice(at, child.headerStart());
          part(child, false);
          at = child.bodyEnd();
        }
        slice(at, multipart.bodyEnd());
      }
    }
  }

  private void leaf(Part.Leaf leaf, boolean top) {
    String encoding = leaf.mime().transferEncoding();
    if (isClean(leaf.bodyStart(), leaf.bodyEnd())) {
      header(leaf, top, RAW.contains(encoding) ? "7bit" : encoding);
      pieces.add(new Piece.Slice(leaf.bodyStart(), leaf.bodyEnd()));
      return;
    }
    String type = leaf.mime().type();
    // RFC 2045 §6.4: a message or multipart may not be encoded.
    possible &= RAW.contains(encoding) && !type.equals("message") && !type.equals("multipart");
    boolean text = type.equals("text");
    header(leaf, top, text ? "quoted-printable" : "base64");
    pieces.add(new Piece.Encoded(leaf.bodyStart(), leaf.bodyEnd(), text));
  }

  private boolean isClean(long start, long end) {
    return ContentFacts.of(content, start, end).isSevenBitLines();
  }

  /// A slice between parts, which cannot be encoded.
  private void slice(long start, long end) {
    possible &= start <= end && isClean(start, end);
    if (start < end) {
      pieces.add(new Piece.Slice(start, end));
    }
  }

  /// The part's header, with this encoding in it. Where it needs no change it gets none.
  private void header(Part part, boolean top, String encoding) {
    long length = part.bodyStart() - part.headerStart();
    if (length > MAX_HEADER) {
      possible = false;
      return;
    }
    byte[] block = content.read(part.headerStart(), (int) length);
    HeaderFields fields = HeaderFields.of(block);
    if (part.mime().transferEncoding().equals(encoding)) {
      pieces.add(new Piece.Octets(block));
      return;
    }
    StringBuilder text = new StringBuilder(block.length + 64);
    String old = new String(block, StandardCharsets.ISO_8859_1);
    for (HeaderFields.Field field : fields.fields()) {
      if (!field.is("Content-Transfer-Encoding")) {
        text.append(old, field.rawStart(), field.rawEnd());
      }
    }
    if (top && fields.first("MIME-Version").isEmpty()) {
      text.append("MIME-Version: 1.0\r\n");
      if (fields.first("Content-Type").isEmpty()) {
        // RFC 1428 §3: what the octets mean was never said.
        text.append("Content-Type: text/plain; charset=unknown-8bit\r\n");
      }
    }
    text.append("Content-Transfer-Encoding: ").append(encoding).append("\r\n\r\n");
    pieces.add(new Piece.Octets(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Override
  public void writeTo(Sink sink) throws ClientException {
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Slice(long start, long end) -> OutgoingBody.copy(content, start, end, sink);
        case Piece.Octets(byte[] bytes) -> sink.accept(bytes, 0, bytes.length);
        case Piece.Encoded(long start, long end, boolean text) -> {
          TransferEncoder encoder = text ? new QuotedPrintable(sink) : new Base64Lines(sink);
          OutgoingBody.copy(content, start, end, encoder);
          encoder.finish();
        }
      }
    }
  }

  /// Encodes what it is given, for another sink.
  interface TransferEncoder extends Sink {
    /// Writes what is left.
    void finish() throws ClientException;
  }
}
