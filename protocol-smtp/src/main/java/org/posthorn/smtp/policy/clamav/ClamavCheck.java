package org.posthorn.smtp.policy.clamav;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.posthorn.config.inbound.ClamavConfig;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Check;
import org.posthorn.smtp.policy.Consequence;
import org.posthorn.smtp.policy.SmtpPolicy.AtEndOfData;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.smtp.policy.backend.Backend;
import org.posthorn.smtp.policy.backend.BackendConnection;
import org.posthorn.smtp.policy.backend.Deadlines;
import org.posthorn.storage.blob.Content;

/// Streams the message to clamd: chunks with their length in front, an empty one at the end, and
/// one line as answer. The message is never whole in memory. Thread-safe.
///
/// @param config where clamd is
/// @param backend knows whether it works
/// @param deadlines end what takes too long
public record ClamavCheck(ClamavConfig config, Backend backend, Deadlines deadlines)
    implements Check<AtEndOfData> {
  private static final Reply MALWARE = Reply.of(554, 7, 1, "The message holds malware");
  private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_ANSWER = 4096;
  private static final String CLEAN = "OK";
  private static final String FOUND = " FOUND";

  @Override
  public Verdict check(AtEndOfData context) {
    Content message = context.message();
    if (message.size() > config.maxSize().bytes()) {
      return new Verdict.Note("too large to be scanned");
    }
    String answer;
    try {
      answer = scan(message);
    } catch (IOException | UncheckedIOException e) {
      return backend.failed("clamd: " + String.valueOf(e.getMessage()));
    }
    String result = answer.startsWith("stream: ") ? answer.substring(8) : answer;
    if (result.equals(CLEAN)) {
      backend.worked();
      return new Verdict.Note("clean");
    }
    if (result.endsWith(FOUND)) {
      backend.worked();
      String name = result.substring(0, result.length() - FOUND.length());
      return Consequence.of(config.onVirus(), "clamav", plain(name), MALWARE);
    }
    return backend.failed("clamd: " + plain(result));
  }

  private String scan(Content message) throws IOException {
    try (BackendConnection clamd =
        BackendConnection.open(config.address(), config.timeout(), deadlines)) {
      try {
        clamd.write(ByteBuffer.wrap(COMMAND));
        message.writeTo(
            0, message.size(), (bytes, from, length) -> send(clamd, bytes, from, length));
        clamd.write(ByteBuffer.allocate(Integer.BYTES));
      } catch (IOException | UncheckedIOException e) {
        // It may have said why before it hung up.
        String answer = answer(clamd);
        if (answer.isEmpty()) {
          throw e;
        }
        return answer;
      }
      String answer = answer(clamd);
      if (answer.isEmpty()) {
        throw new IOException("no answer");
      }
      return answer;
    }
  }

  private static void send(BackendConnection clamd, byte[] bytes, int from, int length) {
    if (length == 0) {
      return; // it would mean the end
    }
    try {
      clamd.write(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
      clamd.write(ByteBuffer.wrap(bytes, from, length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The answer up to its NUL, or to the end.
  private static String answer(BackendConnection clamd) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_ANSWER);
    while (buffer.hasRemaining() && clamd.read(buffer) > 0) {
      if (buffer.get(buffer.position() - 1) == 0) {
        break;
      }
    }
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  private static String plain(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9._ /-]", "?");
    return safe.substring(0, Math.min(100, safe.length()));
  }
}
