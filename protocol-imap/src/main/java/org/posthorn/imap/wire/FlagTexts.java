package org.posthorn.imap.wire;

import java.nio.charset.StandardCharsets;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SystemFlag;

/// Flags as text. The system flags of a message are one of 64 texts, made once.
final class FlagTexts {
  private static final int RECENT = 1 << SystemFlag.values().length;
  private static final byte[][] SYSTEM = systemTexts();

  private FlagTexts() {}

  private static byte[][] systemTexts() {
    byte[][] texts = new byte[RECENT << 1][];
    for (int bits = 0; bits < texts.length; bits++) {
      StringBuilder text = new StringBuilder();
      for (SystemFlag flag : SystemFlag.values()) {
        if ((bits & flag.bit()) != 0) {
          text.append(text.isEmpty() ? "" : " ").append(flag.imapName());
        }
      }
      if ((bits & RECENT) != 0) {
        text.append(text.isEmpty() ? "" : " ").append("\\Recent");
      }
      texts[bits] = text.toString().getBytes(StandardCharsets.US_ASCII);
    }
    return texts;
  }

  /// Appends `\Seen \Deleted`, without parentheses; whether anything was written.
  static boolean system(WireBuffer out, int systemBits, boolean recent) {
    byte[] text = SYSTEM[(systemBits & (RECENT - 1)) | (recent ? RECENT : 0)];
    out.octets(text);
    return text.length > 0;
  }

  /// Appends system flags and keywords, without parentheses; whether anything was written.
  static boolean all(WireBuffer out, Flags flags, boolean recent) {
    boolean any = system(out, flags.system(), recent);
    for (String keyword : flags.keywords()) {
      if (any) {
        out.octet(' ');
      }
      out.safeAtom(keyword);
      any = true;
    }
    return any;
  }
}
