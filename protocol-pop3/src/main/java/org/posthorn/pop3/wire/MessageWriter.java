package org.posthorn.pop3.wire;

import java.io.IOException;
import org.posthorn.storage.mime.LineFeeds;

/// Writes a message as a multi-line reply wants it (RFC 1939 §3): every line ends with CRLF, also
/// where the stored one ends with a bare LF; a line that begins with a dot gets another in front; a
/// line with nothing but a dot ends it all.
///
/// Pieces may be cut anywhere. Octets go on in runs as long as nothing has to be put between them,
/// which for most messages is the whole piece. For one message, one thread.
public final class MessageWriter {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] DOT = {'.'};
  private static final byte[] END = {'.', '\r', '\n'};

  private final Sink sink;

  /// The octet before the next one; the start of a message is the start of a line.
  private byte previous = '\n';

  public MessageWriter(Sink sink) {
    this.sink = sink;
  }

  /// Writes the next octets of the message.
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    int end = offset + length;
    int start = offset; // of what is not yet written
    int line = offset; // of what is not yet looked at
    if (previous == '\n' && source[offset] == '.') {
      sink.write(DOT, 0, 1);
    }
    int feed;
    while ((feed = LineFeeds.next(source, line, end)) < end) {
      line = feed + 1;
      if ((feed > offset ? source[feed - 1] : previous) != '\r') {
        start = run(source, start, feed);
        sink.write(CRLF, 0, 2);
        start++;
      }
      if (line < end && source[line] == '.') {
        start = run(source, start, line);
        sink.write(DOT, 0, 1);
      }
    }
    run(source, start, end);
    previous = source[end - 1];
  }

  /// Ends the last line, if it has no end, and the message.
  public void finish() throws IOException {
    if (previous != '\n') {
      sink.write(CRLF, 0, 2);
    }
    sink.write(END, 0, END.length);
  }

  private int run(byte[] source, int from, int to) throws IOException {
    if (to > from) {
      sink.write(source, from, to - from);
    }
    return to;
  }
}
