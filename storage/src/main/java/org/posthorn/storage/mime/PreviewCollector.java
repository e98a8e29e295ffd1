package org.posthorn.storage.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Keeps the begin of the first text part and makes the preview of it (RFC 8970).
final class PreviewCollector {
  private static final int MAX_PLAIN = 1024;
  private static final int MAX_HTML = 8192; // most of its begin is no text

  private @Nullable PartBuilder source;
  private byte[] begin = new byte[0];
  private int length;
  private boolean ended;

  void partBegins(PartBuilder part) {
    MimeFields mime = part.mime();
    boolean html = mime.is("text", "html");
    boolean attached = mime.disposition().filter(d -> d.type().equals("attachment")).isPresent();
    if (source == null && !attached && (html || mime.is("text", "plain"))) {
      source = part;
      begin = new byte[html ? MAX_HTML : MAX_PLAIN];
    }
  }

  /// The bytes that follow those of the last call; nothing happens before the text part begins.
  void add(byte[] chunk, int from, int end) {
    if (source != null && !ended) {
      int n = Math.min(end - from, begin.length - length);
      System.arraycopy(chunk, from, begin, length, n);
      length += n;
    }
  }

  /// Cuts off what was kept beyond the part's end.
  void partEnds(PartBuilder builder, Part part) {
    if (builder == source) {
      length = (int) Math.min(length, part.octets());
      ended = true;
    }
  }

  String text() {
    if (source == null || length == 0) {
      return "";
    }
    MimeFields mime = source.mime();
    StringBuilder text = new StringBuilder(length);
    try (Reader reader = DecodedText.reader(new ByteArrayInputStream(begin, 0, length), mime)) {
      char[] some = new char[1024];
      for (int n = reader.read(some); n >= 0; n = reader.read(some)) {
        text.append(some, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    boolean html = mime.is("text", "html");
    return collapse(html ? HtmlText.of(text) : text);
  }

  private static String collapse(CharSequence text) {
    StringBuilder out = new StringBuilder(MessageStructure.MAX_PREVIEW);
    boolean space = false;
    for (int i = 0; i < text.length() && out.length() < MessageStructure.MAX_PREVIEW; i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)) {
        space = !out.isEmpty();
      } else {
        if (space) {
          out.append(' ');
          space = false;
        }
        out.append(c);
      }
    }
    int end = Math.min(out.length(), MessageStructure.MAX_PREVIEW);
    if (end > 0 && Character.isHighSurrogate(out.charAt(end - 1))) {
      end--;
    }
    return out.substring(0, end);
  }
}
