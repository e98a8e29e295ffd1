package org.posthorn.smtp.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.posthorn.smtp.transaction.MessageFacts;

/// Notices what [MessageFacts] tells while a message streams past. For one thread.
///
/// The header is looked at field by field, up to a name's length; the body only for line ends and
/// NUL, in one pass. Nothing is kept but counters, whatever the message is like.
public final class FactsScanner {
  private static final byte LF = '\n';
  private static final byte CR = '\r';
  private static final int MAX_NAME = 11;
  private static final byte[] RECEIVED = "received".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATE = "date".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MESSAGE_ID = "message-id".getBytes(StandardCharsets.US_ASCII);

  private final byte[] name = new byte[MAX_NAME];
  private int nameLength;

  /// The field name of this line is still being read.
  private boolean inName = true;

  private boolean inHeader = true;
  private int receivedFields;
  private boolean hasDate;
  private boolean hasMessageId;

  private long size;
  private long lineStart;
  private int longestLine;
  private long crs;
  private long lfs;
  private long crLfs;
  private boolean nul;
  private byte last;

  /// Takes the next octets.
  public void accept(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return;
    }
    int end = offset + length;
    for (int i = offset; inHeader && i < end; i++) {
      header(bytes[i]);
    }
    lines(bytes, offset, end);
    last = bytes[end - 1];
    size += length;
  }

  /// What was noticed, once everything has come.
  public MessageFacts facts() {
    return new MessageFacts(
        size,
        receivedFields,
        hasDate,
        hasMessageId,
        crs != crLfs || lfs != crLfs,
        nul,
        Math.max(longestLine, lineLength(size)));
  }

  private void header(byte b) {
    if (b == LF) {
      // An empty line, or the name would have had a character: the header is over.
      inHeader = nameLength > 0 || !inName;
      nameLength = 0;
      inName = true;
    } else if (inName && b != CR) {
      if (b == ':') {
        field();
        inName = false;
      } else if (nameLength == MAX_NAME) {
        inName = false;
      } else {
        name[nameLength++] = b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
      }
    }
  }

  private void field() {
    int length = nameLength;
    // RFC 5322 §4.5: blanks before the colon are obsolete, and valid.
    while (length > 0 && (name[length - 1] == ' ' || name[length - 1] == '\t')) {
      length--;
    }
    if (is(RECEIVED, length)) {
      receivedFields++;
    }
    hasDate |= is(DATE, length);
    hasMessageId |= is(MESSAGE_ID, length);
  }

  private boolean is(byte[] field, int length) {
    return Arrays.equals(name, 0, length, field, 0, field.length);
  }

  private void lines(byte[] bytes, int offset, int end) {
    for (int i = offset; i < end; i++) {
      byte b = bytes[i];
      if (b > CR || b < 0) {
        continue;
      }
      if (b == LF) {
        lfs++;
        if ((i > offset ? bytes[i - 1] : last) == CR) {
          crLfs++;
        }
        long next = size + (i - offset) + 1;
        longestLine = Math.max(longestLine, lineLength(next - 1));
        lineStart = next;
      } else if (b == CR) {
        crs++;
      } else if (b == 0) {
        nul = true;
      }
    }
  }

  private int lineLength(long lineEnd) {
    return (int) Math.min(Integer.MAX_VALUE, lineEnd - lineStart);
  }
}
