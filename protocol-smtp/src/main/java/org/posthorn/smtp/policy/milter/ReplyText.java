package org.posthorn.smtp.policy.milter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.command.Reply;

/// Reads a reply as a filter writes it. Stateless.
final class ReplyText {
  private static final int MAX_LINES = 32;
  private static final Pattern LINE =
      Pattern.compile("([45][0-5]\\d)(?:[ -](?:([45])\\.(\\d{1,3})\\.(\\d{1,3})(?: |$))?(.*))?");

  private ReplyText() {}

  /// The reply; empty where it is none that refuses something.
  static Optional<Reply> parse(String text) {
    List<String> lines = new ArrayList<>();
    int code = 0;
    Optional<EnhancedCode> status = Optional.empty();
    for (String line : text.split("\r?\n")) {
      Matcher found = LINE.matcher(line);
      if (!found.matches() || lines.size() == MAX_LINES) {
        return Optional.empty();
      }
      int lineCode = Integer.parseInt(found.group(1));
      if (lines.isEmpty()) {
        code = lineCode;
        status = status(code, found);
      } else if (lineCode != code) {
        return Optional.empty();
      }
      String words = found.group(5) == null ? "" : found.group(5).replace("%%", "%").strip();
      lines.add(words.isEmpty() ? "Refused by a filter" : words);
    }
    return Optional.of(new Reply(code, status, lines));
  }

  /// The enhanced code, if there is one of the reply's class (RFC 2034 §4).
  private static Optional<EnhancedCode> status(int code, Matcher line) {
    if (line.group(2) == null || Integer.parseInt(line.group(2)) != code / 100) {
      return Optional.empty();
    }
    return Optional.of(
        new EnhancedCode(
            code / 100, Integer.parseInt(line.group(3)), Integer.parseInt(line.group(4))));
  }
}
