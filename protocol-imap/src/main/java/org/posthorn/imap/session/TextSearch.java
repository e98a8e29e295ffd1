package org.posthorn.imap.session;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.posthorn.imap.command.SearchKey.EnvelopeField;
import org.posthorn.imap.session.SearchMatcher.Reading;
import org.posthorn.storage.mime.Address;
import org.posthorn.storage.mime.DecodedText;
import org.posthorn.storage.mime.EncodedWords;
import org.posthorn.storage.mime.Envelope;
import org.posthorn.storage.mime.HeaderFields;
import org.posthorn.storage.mime.Part;
import org.posthorn.storage.mime.SearchText;

/// Looks for a text in messages, decoded as a reader sees them (RFC 3501 §6.4.4). Bodies are read
/// as streams, in a few kilobytes of memory. Immutable.
final class TextSearch {
  private final SearchText needle;

  TextSearch(SearchText needle) {
    this.needle = needle;
  }

  /// FROM, TO, CC, BCC, SUBJECT.
  Reading inEnvelope(EnvelopeField field) {
    return candidate -> {
      Envelope envelope = candidate.structure().envelope();
      return switch (field) {
        case FROM -> inAddresses(envelope.from());
        case TO -> inAddresses(envelope.to());
        case CC -> inAddresses(envelope.cc());
        case BCC -> inAddresses(envelope.bcc());
        case SUBJECT -> inValue(envelope.subject());
      };
    };
  }

  private boolean inValue(Optional<String> value) {
    return value.isPresent() && needle.in(EncodedWords.decode(value.get()));
  }

  private boolean inAddresses(List<Address> addresses) {
    for (Address address : addresses) {
      if (needle.in(text(address))) {
        return true;
      }
    }
    return false;
  }

  private static String text(Address address) {
    return switch (address) {
      case Address.Mailbox mailbox -> {
        String plain = "<" + EncodedWords.decode(mailbox.address()) + ">";
        yield mailbox.name().map(name -> EncodedWords.decode(name) + " " + plain).orElse(plain);
      }
      case Address.GroupStart(String name) -> EncodedWords.decode(name);
      case Address.GroupEnd _ -> "";
    };
  }

  /// HEADER: one of the fields of that name has the text in its value.
  Reading inHeader(String name) {
    return candidate -> {
      for (HeaderFields.Field field : HeaderFields.of(candidate.header()).fields()) {
        if (field.is(name) && needle.in(EncodedWords.decode(field.value()))) {
          return true;
        }
      }
      return false;
    };
  }

  /// TEXT: anywhere in the header or the body.
  boolean inText(SearchCandidate candidate) throws IOException {
    return inFields(candidate.header()) || inPart(candidate, candidate.structure().content(), true);
  }

  /// BODY: in what is text of the body.
  boolean inBody(SearchCandidate candidate) throws IOException {
    return inPart(candidate, candidate.structure().content(), false);
  }

  /// Headers of plain ASCII, as most are, are searched in one go; others field by field.
  private boolean inFields(byte[] header) {
    Optional<String> plain = unfolded(header);
    if (plain.isPresent()) {
      return needle.in(plain.get());
    }
    for (HeaderFields.Field field : HeaderFields.of(header).fields()) {
      if (needle.in(field.name() + ": " + EncodedWords.decode(field.value()))) {
        return true;
      }
    }
    return false;
  }

  /// The header with its folded lines joined; empty where something in it has to be decoded.
  private static Optional<String> unfolded(byte[] header) {
    byte[] text = new byte[header.length];
    int length = 0;
    for (int i = 0; i < header.length; i++) {
      byte b = header[i];
      if (b < 0 || (b == '?' && i > 0 && header[i - 1] == '=')) {
        return Optional.empty();
      }
      boolean folds = (b == '\r' || b == '\n') && continues(header, i + (b == '\r' ? 2 : 1));
      if (!folds) {
        text[length++] = b;
      }
    }
    return Optional.of(new String(text, 0, length, StandardCharsets.ISO_8859_1));
  }

  private static boolean continues(byte[] header, int next) {
    return next < header.length && (header[next] == ' ' || header[next] == '\t');
  }

  /// The tree's depth is bounded by the scanner.
  private boolean inPart(SearchCandidate candidate, Part part, boolean headers) throws IOException {
    return switch (part) {
      case Part.Leaf leaf -> inLeaf(candidate, leaf);
      case Part.EmbeddedMessage message ->
          inFields(candidate.header(message.content()))
              || inPart(candidate, message.content(), headers);
      case Part.Multipart multipart -> {
        for (Part child : multipart.parts()) {
          if ((headers && inFields(candidate.header(child))) || inPart(candidate, child, headers)) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  /// Text of any kind; of other types only what was not sent as base64, since that is not for eyes.
  private boolean inLeaf(SearchCandidate candidate, Part.Leaf leaf) throws IOException {
    boolean text = leaf.mime().type().equals("text") || leaf.mime().type().equals("message");
    if (!text && leaf.mime().transferEncoding().equals("base64")) {
      return false;
    }
    try (Reader reader =
        DecodedText.reader(
            candidate.content().stream(candidate.offset() + leaf.bodyStart(), leaf.octets()),
            leaf.mime())) {
      return needle.in(reader);
    }
  }
}
