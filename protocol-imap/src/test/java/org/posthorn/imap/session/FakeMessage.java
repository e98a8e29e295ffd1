package org.posthorn.imap.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.mime.MessageScanner;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.model.EmailId;

/// A message in memory.
record FakeMessage(long uid, int prefixLength, Content content, MessageStructure structure)
    implements StoredMessage {

  /// A message of a trace header and what the sender sent, with LF for line ends.
  static FakeMessage of(long uid, String prefix, String sent) {
    byte[] trace = bytes(prefix);
    byte[] body = bytes(sent);
    MessageScanner scanner = new MessageScanner();
    scanner.feed(body, 0, body.length);
    byte[] all = bytes(prefix + sent);
    return new FakeMessage(uid, trace.length, new ByteContent(all), scanner.finish());
  }

  private static byte[] bytes(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public EmailId email() {
    return new EmailId(uid);
  }

  @Override
  public Instant internalDate() {
    return FakeSnapshot.RECEIVED;
  }
}
