package org.posthorn.auth.header;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// How a header is brought into the form that is hashed (RFC 6376 §3.4.1, §3.4.2).
public enum HeaderCanonicalization {
  /// As it came.
  SIMPLE {
    @Override
    public void write(HeaderField field, ByteArrayOutputStream out) {
      out.write(field.block(), field.start(), field.length());
    }
  },
  /// Names in lower case, unfolded, runs of blanks made one.
  RELAXED {
    @Override
    public void write(HeaderField field, ByteArrayOutputStream out) {
      byte[] name = field.name().getBytes(StandardCharsets.ISO_8859_1);
      out.write(name, 0, name.length);
      out.write(':');
      relax(field.block(), field.colon() + 1, field.end(), out);
    }
  };

  /// Writes a field, without the line end after it.
  public abstract void write(HeaderField field, ByteArrayOutputStream out);

  private static void relax(byte[] bytes, int start, int end, ByteArrayOutputStream out) {
    boolean blank = false;
    boolean first = true;
    int i = start;
    while (i < end) {
      byte b = bytes[i];
      if (b == '\r' && i + 1 < end && bytes[i + 1] == '\n') {
        i += 2; // the fold goes, the blanks after it stay
        continue;
      }
      if (HeaderField.isBlank(b)) {
        blank = true;
      } else {
        if (blank && !first) {
          out.write(' ');
        }
        out.write(b);
        blank = false;
        first = false;
      }
      i++;
    }
  }
}
