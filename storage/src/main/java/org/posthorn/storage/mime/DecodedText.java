package org.posthorn.storage.mime;

import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

/// Undoes the transfer encoding and the character set of a leaf's body, as a stream in a few
/// kilobytes of memory.
///
/// Nothing in the body makes it fail: bad base64 and quoted-printable are passed over, malformed
/// characters are replaced; only the stream underneath can throw. Stateless; the streams it gives
/// are for one thread.
public final class DecodedText {
  private DecodedText() {}

  /// The octets of a body without their transfer encoding (RFC 2045 §6). An unknown encoding is
  /// read as `8bit`. Closing the stream closes `raw`.
  ///
  /// @param raw the body as it stands in the message
  public static InputStream octets(InputStream raw, String transferEncoding) {
    return switch (transferEncoding) {
      case "base64" -> new Base64InputStream(raw, DecodeMonitor.SILENT);
      case "quoted-printable" -> new QuotedPrintableInputStream(raw, DecodeMonitor.SILENT);
      default -> raw;
    };
  }

  /// The text of a body. Without a character set that Java knows, it is taken for UTF-8, octets
  /// that are none for Windows-1252. Closing the reader closes `raw`.
  ///
  /// @param raw the body as it stands in the message
  public static Reader reader(InputStream raw, MimeFields mime) {
    Optional<Charset> charset = mime.parameter("charset").flatMap(Charsets::find);
    InputStream octets = octets(raw, mime.transferEncoding());
    return new LenientReader(octets, charset.orElse(StandardCharsets.UTF_8), charset.isEmpty());
  }
}
