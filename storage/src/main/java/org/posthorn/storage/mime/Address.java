package org.posthorn.storage.mime;

import java.util.Optional;

/// One entry of an address field. Groups (RFC 5322 §3.4) are kept flat, as ENVELOPE wants them: a
/// [GroupStart], the mailboxes, a [GroupEnd]. Every group that starts also ends. All strings are
/// octet strings, encoded words left alone.
public sealed interface Address {

  /// A mailbox.
  ///
  /// @param name the display name without quotes, or the trailing comment of the old style
  ///     `joe@example (Joe)`
  /// @param route the source route (`@a,@b`) of RFC 822, long obsolete
  /// @param localPart what stands before the `@`, without quotes; may be empty in broken mail
  /// @param host what stands after the `@`; empty, never absent, when the sender left it out
  record Mailbox(Optional<String> name, Optional<String> route, String localPart, String host)
      implements Address {
    /// `localPart@host`, or only the local part when there is no host.
    public String address() {
      return host.isEmpty() ? localPart : localPart + "@" + host;
    }
  }

  /// The begin of the group `name`.
  record GroupStart(String name) implements Address {}

  /// The end of the group that started last.
  record GroupEnd() implements Address {}
}
