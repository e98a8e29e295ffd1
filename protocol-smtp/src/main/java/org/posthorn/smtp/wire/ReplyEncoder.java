package org.posthorn.smtp.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.posthorn.protocol.frame.Output;
import org.posthorn.smtp.command.Reply;

/// Writes replies (RFC 5321 §4.2.1): the only place that knows how. Stateless.
public final class ReplyEncoder {
  /// RFC 5321 §4.5.3.1.5: 512 octets with code and line end.
  private static final int MAX_TEXT = 480;

  private ReplyEncoder() {}

  /// Writes a reply; it is sent when the session's output is flushed.
  public static void write(Reply reply, Output output) throws IOException {
    output.write(encode(reply));
  }

  /// The octets of a reply.
  public static byte[] encode(Reply reply) {
    return text(reply).getBytes(StandardCharsets.US_ASCII);
  }

  /// A reply as it is written, in ASCII.
  public static String text(Reply reply) {
    StringBuilder text = new StringBuilder(64);
    List<String> lines = reply.lines();
    for (int i = 0; i < lines.size(); i++) {
      text.append(reply.code()).append(i == lines.size() - 1 ? ' ' : '-');
      reply.status().ifPresent(status -> text.append(status).append(' '));
      append(text, lines.get(i));
      text.append("\r\n");
    }
    return text.toString();
  }

  /// Texts may quote a client's words: whatever is not printable ASCII becomes a question mark.
  private static void append(StringBuilder text, String line) {
    int length = Math.min(line.length(), MAX_TEXT);
    for (int i = 0; i < length; i++) {
      char c = line.charAt(i);
      text.append(c >= ' ' && c <= '~' ? c : '?');
    }
  }
}
