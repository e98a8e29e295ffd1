package org.posthorn.pop3.command;

import java.util.List;
import java.util.Optional;

/// An answer of the server (RFC 1939 §3). How it is written is known to
/// [org.posthorn.pop3.wire.ReplyEncoder] alone.
public sealed interface Reply {
  /// Answers that begin with `+OK`.
  sealed interface Positive extends Reply {}

  /// Answers that begin with `-ERR`.
  sealed interface Negative extends Reply {}

  /// It was done.
  ///
  /// @param text for people
  record Ok(String text) implements Positive {}

  /// It was not done, though the command was well formed and in its place.
  ///
  /// @param code for programs
  /// @param text for people
  record Refused(Optional<ResponseCode> code, String text) implements Negative {}

  /// The command was wrong in form or order. Sessions with too many of these are closed.
  ///
  /// @param text for people
  record Bad(String text) implements Negative {}

  /// The drop listing (RFC 1939 §5, STAT).
  ///
  /// @param messages how many messages are not marked
  /// @param octets their octets together
  record DropListing(int messages, long octets) implements Positive {}

  /// One message's scan listing (RFC 1939 §5, LIST).
  ///
  /// @param message the message
  /// @param octets its size
  record ScanListing(MessageNumber message, long octets) implements Positive {}

  /// The scan listings of all messages that are not marked.
  ///
  /// @param messages how many
  /// @param octets their octets together
  /// @param lines one for each; may be read once for each writing
  record ScanListings(int messages, long octets, Iterable<ScanListing> lines) implements Positive {}

  /// One message's unique-id listing (RFC 1939 §7, UIDL).
  ///
  /// @param message the message
  /// @param uniqueId 1 to 70 characters from `!` to `~`
  record UniqueIdListing(MessageNumber message, String uniqueId) implements Positive {}

  /// The unique-id listings of all messages that are not marked.
  ///
  /// @param lines one for each; may be read once for each writing
  record UniqueIdListings(Iterable<UniqueIdListing> lines) implements Positive {}

  /// What the server can do (RFC 2449 §5).
  record Capabilities(List<Capability> list) implements Positive {
    public Capabilities {
      list = List.copyOf(list);
    }
  }

  /// The SASL mechanisms that can be used now.
  record Mechanisms(List<String> names) implements Positive {
    public Mechanisms {
      names = List.copyOf(names);
    }
  }

  /// The languages that there are (RFC 6856 §3.2).
  record Languages(List<Language> list) implements Positive {
    public Languages {
      list = List.copyOf(list);
    }
  }

  /// The language of replies from now on (RFC 6856 §3.2).
  record LanguageChosen(Language language) implements Positive {}

  /// The octets of a message follow.
  ///
  /// @param octets the size of the whole message as stored; empty where less than that follows
  record MessageFollows(Optional<Long> octets) implements Positive {}
}
