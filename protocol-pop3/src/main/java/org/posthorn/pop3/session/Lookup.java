package org.posthorn.pop3.session;

/// What a message number leads to.
sealed interface Lookup {
  /// A message that is there.
  ///
  /// @param index its place in the snapshot, from 0
  record Found(int index) implements Lookup {}

  /// A message that this session has marked as deleted: no command may name it (RFC 1939 §5, DELE).
  record Marked() implements Lookup {}

  /// There is no such number.
  record Missing() implements Lookup {}
}
