package org.posthorn.imap.command;

import java.util.Optional;

/// One thing that FETCH can tell of a message (RFC 9051 §6.4.5).
public sealed interface FetchItem {

  /// Whether telling it sets `\Seen`.
  default boolean setsSeen() {
    return false;
  }

  /// Items without arguments.
  enum Attribute implements FetchItem {
    ENVELOPE,
    FLAGS,
    INTERNALDATE,
    RFC822_SIZE,
    /// `BODY`: the structure without extension data.
    BODY,
    BODYSTRUCTURE,
    UID,
    /// RFC 7162 §3.1.4.2.
    MODSEQ
  }

  /// Octets of the message: `BODY[...]`, `BODY.PEEK[...]`, or one of the old names.
  ///
  /// @param name how the client called it; the response calls it the same
  /// @param section which octets; for the old names the section they stand for
  /// @param partial a cut of them
  /// @param peek whether `\Seen` stays as it is
  record Octets(Name name, Section section, Optional<Partial> partial, boolean peek)
      implements FetchItem {
    @Override
    public boolean setsSeen() {
      return !peek;
    }

    /// The whole section as `BODY.PEEK[...]`.
    public static Octets peek(Section section) {
      return new Octets(Name.BODY, section, Optional.empty(), true);
    }
  }

  /// How the client called the octets.
  enum Name {
    BODY,
    /// `BODY[]` (RFC 3501 §6.4.5).
    RFC822,
    /// `BODY.PEEK[HEADER]` (RFC 3501 §6.4.5).
    RFC822_HEADER,
    /// `BODY[TEXT]` (RFC 3501 §6.4.5).
    RFC822_TEXT
  }

  /// A cut of a section.
  ///
  /// @param offset the first octet, from 0
  /// @param length the most octets, at least 1
  record Partial(long offset, long length) {
    public Partial {
      if (offset < 0 || length < 1) {
        throw new IllegalArgumentException("bad partial");
      }
    }
  }
}
