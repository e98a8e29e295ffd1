package org.posthorn.smtp.outbound.client;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.smtp.command.EnhancedCode;

/// What a server answered (RFC 5321 §4.2). Immutable.
///
/// @param code the three digits, 200 to 599
/// @param status the enhanced status code of the first line, where there is one of the same class
///     (RFC 2034 §4)
/// @param lines the texts behind the code, without control characters; at least one, maybe empty
public record PeerReply(int code, Optional<EnhancedCode> status, List<String> lines) {
  private static final int MAX_TEXT = 2000;
  private static final Pattern STATUS = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?: |$)");

  public PeerReply {
    lines = List.copyOf(lines);
  }

  static PeerReply of(int code, List<String> lines) {
    return new PeerReply(code, status(code, lines.getFirst()), lines);
  }

  private static Optional<EnhancedCode> status(int code, String line) {
    Matcher found = STATUS.matcher(line);
    if (!found.lookingAt() || line.charAt(0) - '0' != code / 100) {
      return Optional.empty();
    }
    return Optional.of(
        new EnhancedCode(
            code / 100, Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3))));
  }

  /// Whether the command was done.
  public boolean isPositive() {
    return code < 300;
  }

  /// Whether the server waits for more (RFC 5321 §4.2.1, 3yz).
  public boolean isIntermediate() {
    return code >= 300 && code < 400;
  }

  /// Whether trying again later may help.
  public boolean isTransient() {
    return code >= 400 && code < 500;
  }

  /// Whether trying again does not help.
  public boolean isPermanent() {
    return code >= 500;
  }

  /// The enhanced code, or the one given where the server said none that fits.
  public EnhancedCode statusOr(int subject, int detail) {
    return status.orElseGet(() -> new EnhancedCode(isPermanent() ? 5 : 4, subject, detail));
  }

  /// The code and all texts in one line of at most 2,000 characters.
  public String text() {
    StringBuilder all = new StringBuilder().append(code);
    String prefix = status.map(s -> s + " ").orElse("");
    for (int i = 0; i < lines.size() && all.length() < MAX_TEXT; i++) {
      String line = lines.get(i);
      boolean again = i > 0 && !prefix.isEmpty() && line.startsWith(prefix);
      all.append(' ').append(again ? line.substring(prefix.length()) : line);
    }
    return all.length() > MAX_TEXT ? all.substring(0, MAX_TEXT) : all.toString();
  }
}
