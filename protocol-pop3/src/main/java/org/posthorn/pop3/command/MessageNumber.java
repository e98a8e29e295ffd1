package org.posthorn.pop3.command;

/// A message's number within a session (RFC 1939 §5): its place in the maildrop as it was at login,
/// from 1. Whether there is such a message, the maildrop says.
///
/// @param value at least 1
public record MessageNumber(long value) {
  public MessageNumber {
    if (value < 1) {
      throw new IllegalArgumentException("message numbers begin with 1");
    }
  }

  /// The number of the message at a place from 0.
  public static MessageNumber ofIndex(int index) {
    return new MessageNumber(index + 1L);
  }
}
