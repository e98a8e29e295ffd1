package org.posthorn.imap.wire;

/// Bounds on one command.
///
/// @param commandOctets the most octets of a command with its literals, an APPEND message left out
/// @param depth the most levels of nesting in a search key
/// @param ranges the most ranges in a sequence set
/// @param items the most elements in any other list
public record ParserLimits(int commandOctets, int depth, int ranges, int items) {
  /// What an unknown client may send.
  public static final ParserLimits BEFORE_LOGIN = new ParserLimits(8 * 1024, 8, 100, 100);

  /// What a user may send.
  public static final ParserLimits AFTER_LOGIN = new ParserLimits(64 * 1024, 200, 16_384, 1_000);
}
