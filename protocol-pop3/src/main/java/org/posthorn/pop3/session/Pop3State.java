package org.posthorn.pop3.session;

import java.util.Optional;

/// How far a session has come (RFC 1939 §3). Immutable, but for the lock of the maildrop that a
/// [Transaction] holds and that [#release()] gives back.
public sealed interface Pop3State {
  /// The client has connected, or has begun TLS, and nothing is known of it.
  static Authorization start() {
    return new Authorization(Optional.empty(), TextMode.ASCII);
  }

  /// The client has not logged in.
  ///
  /// @param user the name of a USER command that was the last command
  /// @param text what the client takes
  record Authorization(Optional<String> user, TextMode text) implements Pop3State {
    Authorization withUser(String name) {
      return new Authorization(Optional.of(name), text);
    }

    Authorization withUtf8() {
      return new Authorization(user, TextMode.UTF8);
    }
  }

  /// The client has logged in and has its maildrop.
  record Transaction(Maildrop maildrop) implements Pop3State {}

  /// QUIT was answered.
  record Ended() implements Pop3State {}

  /// The same without the name of a USER command.
  default Pop3State withoutUser() {
    return this instanceof Authorization(Optional<String> user, TextMode text) && user.isPresent()
        ? new Authorization(Optional.empty(), text)
        : this;
  }

  /// Gives back what the state holds.
  default void release() {
    if (this instanceof Transaction(Maildrop maildrop)) {
      maildrop.lock().close();
    }
  }
}
