package org.posthorn.imap.session;

import java.util.List;
import java.util.Optional;
import org.posthorn.imap.command.FetchItem.Partial;
import org.posthorn.imap.command.Section;
import org.posthorn.imap.command.Section.What;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.mime.FieldChoice;
import org.posthorn.storage.mime.Part;

/// Finds the octets of a section in a message (RFC 3501 §6.4.5).
///
/// A message is the trace header that this server added, then what the sender sent; offsets of its
/// structure count from the latter. The trace header belongs to the header of the message itself,
/// and to nothing else.
final class Sections {
  /// How much of a header is looked at at once.
  private static final int PIECE = 64 * 1024;

  private Sections() {}

  /// Where octets of a section are.
  sealed interface Octets {
    /// How many there are.
    long size();
  }

  /// Octets of the message as they stand.
  ///
  /// @param content where they are: the message or the start of it
  /// @param offset the first, counted from the start of the message
  record Slice(Content content, long offset, long size) implements Octets {}

  /// Octets that were put together; valid until the next section is found with the same choice.
  ///
  /// @param start the first of `bytes` that counts
  record Chosen(byte[] bytes, int start, long size) implements Octets {}

  /// What chooses the header fields of a section, which chooses none where it has no names.
  static FieldChoice choice(Section section) {
    return switch (section.what()) {
      case What.HeaderFields(List<String> names) -> FieldChoice.named(names);
      case What.HeaderFieldsNot(List<String> names) -> FieldChoice.except(names);
      case What.Everything _, What.Header _, What.Text _, What.Mime _ ->
          FieldChoice.named(List.of());
    };
  }

  /// The octets of a section; empty where the message has no such part.
  ///
  /// @param choice of the same section
  static Optional<Octets> find(StoredMessage message, Section section, FieldChoice choice) {
    if (section.path().isEmpty()) {
      return Optional.of(ofMessage(message, section.what(), choice));
    }
    int[] path = section.path().stream().mapToInt(Integer::intValue).toArray();
    return message
        .structure()
        .part(path)
        .flatMap(part -> ofPart(message, part, section.what(), choice));
  }

  /// A cut of a section's octets (RFC 3501 §6.4.5 `<partial>`); behind the end there is nothing.
  static Octets cut(Octets octets, Partial partial) {
    long skipped = Math.min(partial.offset(), octets.size());
    long size = Math.min(partial.length(), octets.size() - skipped);
    return switch (octets) {
      case Slice slice -> new Slice(slice.content(), slice.offset() + skipped, size);
      case Chosen chosen -> new Chosen(chosen.bytes(), chosen.start() + (int) skipped, size);
    };
  }

  private static Octets ofMessage(StoredMessage message, What what, FieldChoice choice) {
    return switch (what) {
      case What.Everything _ -> rest(message, 0);
      // The choice sees for itself where the header ends.
      case What.HeaderFields _, What.HeaderFieldsNot _ ->
          choose(new Slice(message.header(), 0, message.header().size()), choice);
      case What.Header _, What.Mime _ -> header(message);
      case What.Text _ -> rest(message, bodyStart(message));
    };
  }

  private static Slice rest(StoredMessage message, long from) {
    Content content = message.content();
    return new Slice(content, from, content.size() - from);
  }

  private static Slice header(StoredMessage message) {
    long end = bodyStart(message);
    Content start = message.header();
    return new Slice(start.size() < end ? message.content() : start, 0, end);
  }

  private static long bodyStart(StoredMessage message) {
    return message.prefixLength() + message.structure().content().bodyStart();
  }

  private static Optional<Octets> ofPart(
      StoredMessage message, Part part, What what, FieldChoice choice) {
    return switch (what) {
      case What.Everything _ -> Optional.of(slice(message, part.bodyStart(), part.bodyEnd()));
      case What.Mime _ -> Optional.of(slice(message, part.headerStart(), part.bodyStart()));
      case What.Header _, What.HeaderFields _, What.HeaderFieldsNot _, What.Text _ ->
          part instanceof Part.EmbeddedMessage embedded
              ? Optional.of(ofEmbedded(message, embedded.content(), what, choice))
              : Optional.empty();
    };
  }

  private static Octets ofEmbedded(
      StoredMessage message, Part content, What what, FieldChoice choice) {
    Slice header = slice(message, content.headerStart(), content.bodyStart());
    return switch (what) {
      case What.HeaderFields _, What.HeaderFieldsNot _ -> choose(header, choice);
      case What.Text _ -> slice(message, content.bodyStart(), content.bodyEnd());
      case What.Header _, What.Mime _, What.Everything _ -> header;
    };
  }

  private static Slice slice(StoredMessage message, long from, long to) {
    return new Slice(message.content(), message.prefixLength() + from, to - from);
  }

  /// The fields named, or all others, and a blank line.
  private static Chosen choose(Slice header, FieldChoice choice) {
    long at = header.offset();
    long end = at + header.size();
    choice.begin();
    while (at < end && !choice.isComplete()) {
      long count = Math.min(PIECE, end - at);
      header.content().writeTo(at, count, choice::feed);
      at += count;
    }
    choice.end();
    return new Chosen(choice.octets(), 0, choice.length());
  }
}
