package org.posthorn.imap.session;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.posthorn.imap.command.FetchItem.Partial;
import org.posthorn.imap.command.Section;
import org.posthorn.imap.command.Section.What;
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.mime.HeaderFields;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.mime.Part;

/// Finds the octets of a section in a message (RFC 3501 §6.4.5).
///
/// A message is the trace header that this server added, then what the sender sent; offsets of its
/// structure count from the latter. The trace header belongs to the header of the message itself,
/// and to nothing else.
final class Sections {
  private static final byte[] END_OF_HEADER = {'\r', '\n'};

  private Sections() {}

  /// Where octets of a section are.
  sealed interface Octets {
    /// How many there are.
    long size();
  }

  /// Octets of the message as they stand.
  ///
  /// @param offset the first, counted from the start of the message's content
  record Slice(long offset, long size) implements Octets {}

  /// Octets that were put together.
  ///
  /// @param start the first of `bytes` that counts
  record Chosen(byte[] bytes, int start, long size) implements Octets {}

  /// The octets of a section; empty where the message has no such part.
  static Optional<Octets> find(StoredMessage message, Section section) {
    if (section.path().isEmpty() && section.what() instanceof What.Everything) {
      return Optional.of(new Slice(0, message.content().size()));
    }
    MessageStructure structure = message.structure();
    int[] path = section.path().stream().mapToInt(Integer::intValue).toArray();
    return structure
        .part(path)
        .flatMap(
            part ->
                path.length == 0
                    ? ofMessage(message, structure.content(), section.what())
                    : ofPart(message, part, section.what()));
  }

  /// A cut of a section's octets (RFC 3501 §6.4.5 `<partial>`); behind the end there is nothing.
  static Octets cut(Octets octets, Partial partial) {
    long skipped = Math.min(partial.offset(), octets.size());
    long size = Math.min(partial.length(), octets.size() - skipped);
    return switch (octets) {
      case Slice slice -> new Slice(slice.offset() + skipped, size);
      case Chosen chosen -> new Chosen(chosen.bytes(), chosen.start() + (int) skipped, size);
    };
  }

  private static Optional<Octets> ofMessage(StoredMessage message, Part root, What what) {
    long bodyStart = message.prefixLength() + root.bodyStart();
    Slice header = new Slice(0, bodyStart);
    return switch (what) {
      case What.Everything _ -> Optional.of(new Slice(0, message.content().size()));
      case What.Header _, What.Mime _ -> Optional.of(header);
      case What.HeaderFields(List<String> names) ->
          Optional.of(choose(message, header, names, true));
      case What.HeaderFieldsNot(List<String> names) ->
          Optional.of(choose(message, header, names, false));
      case What.Text _ -> Optional.of(new Slice(bodyStart, message.content().size() - bodyStart));
    };
  }

  private static Optional<Octets> ofPart(StoredMessage message, Part part, What what) {
    return switch (what) {
      case What.Everything _ -> Optional.of(slice(message, part.bodyStart(), part.bodyEnd()));
      case What.Mime _ -> Optional.of(slice(message, part.headerStart(), part.bodyStart()));
      case What.Header _, What.HeaderFields _, What.HeaderFieldsNot _, What.Text _ ->
          part instanceof Part.EmbeddedMessage embedded
              ? Optional.of(ofEmbedded(message, embedded.content(), what))
              : Optional.empty();
    };
  }

  private static Octets ofEmbedded(StoredMessage message, Part content, What what) {
    Slice header = slice(message, content.headerStart(), content.bodyStart());
    return switch (what) {
      case What.HeaderFields(List<String> names) -> choose(message, header, names, true);
      case What.HeaderFieldsNot(List<String> names) -> choose(message, header, names, false);
      case What.Text _ -> slice(message, content.bodyStart(), content.bodyEnd());
      case What.Header _, What.Mime _, What.Everything _ -> header;
    };
  }

  private static Slice slice(StoredMessage message, long from, long to) {
    return new Slice(message.prefixLength() + from, to - from);
  }

  /// The fields named, or all others, and a blank line.
  private static Chosen choose(
      StoredMessage message, Slice header, List<String> names, boolean named) {
    byte[] block =
        message.content().read(header.offset(), (int) Math.min(header.size(), Integer.MAX_VALUE));
    ByteArrayOutputStream chosen = new ByteArrayOutputStream(Math.min(block.length + 2, 1024));
    HeaderFields fields = HeaderFields.of(block);
    for (HeaderFields.Field field : fields.fields()) {
      if (isNamed(field, names) == named) {
        chosen.write(block, field.rawStart(), field.rawEnd() - field.rawStart());
      }
    }
    if (chosen.size() > 0 && block[block.length - 1] != '\n' && endsBlock(fields, names, named)) {
      chosen.writeBytes(END_OF_HEADER);
    }
    chosen.writeBytes(END_OF_HEADER);
    byte[] bytes = chosen.toByteArray();
    return new Chosen(bytes, 0, bytes.length);
  }

  /// Whether the last field, which a message that ends in its header may leave without a line end,
  /// is one of the chosen.
  private static boolean endsBlock(HeaderFields fields, List<String> names, boolean named) {
    List<HeaderFields.Field> all = fields.fields();
    return !all.isEmpty() && isNamed(all.getLast(), names) == named;
  }

  private static boolean isNamed(HeaderFields.Field field, List<String> names) {
    for (String name : names) {
      if (field.is(name)) {
        return true;
      }
    }
    return false;
  }
}
