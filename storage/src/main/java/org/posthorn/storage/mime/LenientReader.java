package org.posthorn.storage.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Objects;

/// Decodes octets to characters and goes on after malformed ones: each becomes U+FFFD, or, where
/// the character set was only a guess, what Windows-1252 makes of it.
final class LenientReader extends Reader {
  /// Room kept for what replaces one malformed sequence, and for what a stateful decoder adds at
  /// the end.
  private static final int RESERVE = 16;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final boolean guessed;
  private final ByteBuffer bytes = ByteBuffer.allocate(8 << 10).flip();
  private final CharBuffer chars = CharBuffer.allocate(8 << 10).flip();
  private boolean inputEnded;
  private boolean flushed;

  LenientReader(InputStream in, Charset charset, boolean guessed) {
    this.in = in;
    this.guessed = guessed;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (flushed) {
        return -1;
      }
      fill();
    }
    int n = Math.min(length, chars.remaining());
    chars.get(target, offset, n);
    return n;
  }

  private void fill() throws IOException {
    chars.clear().limit(chars.capacity() - RESERVE);
    CoderResult result = decoder.decode(bytes, chars, inputEnded);
    chars.limit(chars.capacity());
    if (result.isError()) {
      replace(result.length());
    } else if (result.isUnderflow()) {
      if (inputEnded) {
        flushed = decoder.flush(chars).isUnderflow();
      } else {
        readMore();
      }
    }
    chars.flip();
  }

  private void readMore() throws IOException {
    bytes.compact();
    int n = in.read(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    if (n > 0) {
      bytes.position(bytes.position() + n);
    } else if (n < 0) {
      inputEnded = true;
    }
    bytes.flip();
  }

  private void replace(int malformed) {
    for (int i = 0; i < malformed && bytes.hasRemaining(); i++) {
      byte octet = bytes.get();
      if (guessed && i < RESERVE) {
        chars.put(new String(new byte[] {octet}, Charsets.LAST_RESORT).charAt(0));
      } else if (i == 0) {
        chars.put('\ufffd');
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
