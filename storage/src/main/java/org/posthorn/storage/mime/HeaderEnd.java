package org.posthorn.storage.mime;

/// Finds where a message's header ends.
public final class HeaderEnd {
  private HeaderEnd() {}

  /// The place behind the blank line that ends the header; -1 where there is none (RFC 5322 §2.1).
  /// A line may end with a bare LF, as everywhere here.
  public static int find(byte[] message) {
    int line = 0;
    while (line < message.length) {
      int feed = LineFeeds.next(message, line, message.length);
      if (feed == message.length) {
        return -1;
      }
      if (feed == line || (feed == line + 1 && message[line] == '\r')) {
        return feed + 1;
      }
      line = feed + 1;
    }
    return -1;
  }
}
