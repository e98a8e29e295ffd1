package org.posthorn.protocol.frame;

/// What stands at the front of the input when a session looks for its next command.
public sealed interface Polled {

  /// A complete line.
  record Complete(Line line) implements Polled {}

  /// The end of a line that was longer than allowed; it has been thrown away.
  record TooLong() implements Polled {}

  /// No complete line yet.
  record Nothing() implements Polled {}

  /// The peer will send no more.
  record Ended() implements Polled {}

  /// Shared, since they carry nothing.
  Polled TOO_LONG = new TooLong();

  /// Shared, since they carry nothing.
  Polled NOTHING = new Nothing();

  /// Shared, since they carry nothing.
  Polled ENDED = new Ended();
}
