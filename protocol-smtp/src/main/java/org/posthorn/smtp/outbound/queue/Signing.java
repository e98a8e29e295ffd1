package org.posthorn.smtp.outbound.queue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mime.Address;
import org.posthorn.storage.mime.MessageScanner;

/// Signs what goes out with the keys of its author's domain (RFC 6376), as it enters the queue.
///
/// @param signer has the keys
record Signing(DomainSigner signer) {
  private static final int MAX_HEADER = 256 * 1024;

  /// The prefix with the signatures above it; as it is where the author's domain has no keys.
  ///
  /// @param prefix what stands in front of the message
  byte[] sign(byte[] prefix, Content message) {
    return author(message).map(domain -> sign(domain, prefix, message)).orElse(prefix);
  }

  /// The same with the keys of that domain.
  byte[] sign(String domain, byte[] prefix, Content message) {
    try {
      byte[] fields = signer.sign(domain, prefix, message.stream(0, message.size()));
      if (fields.length == 0) {
        return prefix;
      }
      ByteArrayOutputStream signed = new ByteArrayOutputStream(fields.length + prefix.length);
      signed.writeBytes(fields);
      signed.writeBytes(prefix);
      return signed.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The domain of the first address in From.
  private static Optional<String> author(Content message) {
    MessageScanner scanner = new MessageScanner();
    message.writeTo(0, Math.min(message.size(), MAX_HEADER), scanner::feed);
    List<Address> from = scanner.finish().envelope().from();
    return from.stream()
        .flatMap(
            one ->
                one instanceof Address.Mailbox mailbox && !mailbox.host().isEmpty()
                    ? Optional.of(mailbox.host()).stream()
                    : Optional.<String>empty().stream())
        .findFirst();
  }
}
