package org.posthorn.imap.command;

import java.util.List;

/// A `section` (RFC 9051 §6.4.5): a part, and what of it.
///
/// @param path the part's number, from 1, level by level; empty for the message itself
/// @param what which octets of the part
public record Section(List<Integer> path, What what) {
  /// `[]`: the whole message.
  public static final Section ALL = new Section(List.of(), new What.Everything());

  /// `[HEADER]`.
  public static final Section HEADER = new Section(List.of(), new What.Header());

  /// `[TEXT]`.
  public static final Section TEXT = new Section(List.of(), new What.Text());

  public Section {
    path = List.copyOf(path);
    if (path.isEmpty() && what instanceof What.Mime) {
      throw new IllegalArgumentException("MIME needs a part number");
    }
  }

  /// Which octets of a part.
  public sealed interface What {
    /// The message with its header, or a part's body.
    record Everything() implements What {}

    /// The header of the message or of an embedded message.
    record Header() implements What {}

    /// Only the header fields of these names.
    ///
    /// @param names as the client wrote them, at least one
    record HeaderFields(List<String> names) implements What {
      public HeaderFields {
        names = List.copyOf(names);
      }
    }

    /// All header fields but those of these names.
    ///
    /// @param names as the client wrote them, at least one
    record HeaderFieldsNot(List<String> names) implements What {
      public HeaderFieldsNot {
        names = List.copyOf(names);
      }
    }

    /// The body of the message or of an embedded message.
    record Text() implements What {}

    /// The MIME header of the part.
    record Mime() implements What {}
  }
}
