package org.posthorn.server.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/// Messages as people get them: plain ones, and ones of several parts. Always the same.
final class Letters {
  private static final int SEED = 25;
  private static final int LINE = 57;

  private final Random random = new Random(SEED);

  /// So many messages, of 1 to 16 KB, with CRLF for line ends.
  List<byte[]> make(int count) {
    return make(count, _ -> "example.test");
  }

  /// The same, from authors of other domains.
  ///
  /// @param domain the domain of a message's author, by the message's number
  List<byte[]> make(int count, IntFunction<String> domain) {
    List<byte[]> letters = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      letters.add(
          letter(i, domain.apply(i)).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    return letters;
  }

  private String letter(int number, String domain) {
    String header = header(number, domain);
    String text = text(5 + random.nextInt(60));
    return switch (number % 4) {
      case 0, 1 -> header + "Content-Type: text/plain; charset=utf-8\n\n" + text;
      case 2 -> header + parts("alternative", text, "text/html", "<p>" + text + "</p>");
      default -> header + parts("mixed", text, "application/pdf", attachment());
    };
  }

  private String header(int number, String domain) {
    return """
        Received: from mail.example.test (mail.example.test [192.0.2.%d])
        \tby mx.rehearsal.test with ESMTPS id %d; Mon, 6 Jan 2025 10:%02d:00 +0000
        DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.test; s=one;
        \th=from:to:subject; bh=%s; b=%s
        From: =?UTF-8?Q?J=C3=B6rg?= Number %d <sender%d@%s>
        To: "Actor, The" <actor@rehearsal.test>, others@example.test
        Cc: Somebody <somebody@example.test>
        Subject: =?UTF-8?B?%s?= and so on %d
        Date: Mon, 6 Jan 2025 10:%02d:00 +0000
        Message-ID: <%d.letter@example.test>
        References: <%d.letter@example.test> <0.letter@example.test>
        MIME-Version: 1.0
        """
        .formatted(
            number % 250,
            number,
            number % 60,
            base64(32),
            base64(96),
            number,
            number % 17,
            domain,
            base64(20),
            number,
            number % 60,
            number,
            number / 2);
  }

  private String parts(String kind, String text, String type, String other) {
    return """
        Content-Type: multipart/%s; boundary="=_next"

        --=_next
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        %s
        --=_next
        Content-Type: %s; name="other"
        Content-Disposition: attachment; filename="other"

        %s
        --=_next--
        """
        .formatted(kind, text, type, other);
  }

  private String attachment() {
    StringBuilder lines = new StringBuilder();
    for (int i = random.nextInt(100); i >= 0; i--) {
      lines.append(base64(LINE)).append('\n');
    }
    return lines.toString();
  }

  private String text(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(i % 10 == 9 ? ".dots and w\u00f6rter " : "some words of a letter ")
          .append(Long.toString(random.nextLong(), Character.MAX_RADIX))
          .append('\n');
    }
    return text.toString();
  }

  private String base64(int octets) {
    byte[] bytes = new byte[octets];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
