package org.posthorn.smtp.command;

import java.util.List;
import java.util.Optional;

/// One answer of the server: one or more lines under one code (RFC 5321 §4.2).
///
/// The texts are free of line ends; the encoder replaces whatever a client could have smuggled in.
///
/// @param code the three digits
/// @param status the enhanced status code, put in front of each line
/// @param lines the texts, at least one
public record Reply(int code, Optional<EnhancedCode> status, List<String> lines) {
  public Reply {
    if (code < 200 || code > 559 || lines.isEmpty()) {
      throw new IllegalArgumentException("bad reply " + code);
    }
    lines = List.copyOf(lines);
  }

  /// A reply of one line without an enhanced code.
  public static Reply of(int code, String text) {
    return new Reply(code, Optional.empty(), List.of(text));
  }

  /// A reply of one line with an enhanced code, whose category is the code's first digit.
  public static Reply of(int code, int subject, int detail, String text) {
    return new Reply(
        code, Optional.of(new EnhancedCode(code / 100, subject, detail)), List.of(text));
  }

  /// Whether the command succeeded, or the exchange goes on.
  public boolean isPositive() {
    return code < 400;
  }

  /// Whether the client may try again later.
  public boolean isTransient() {
    return code >= 400 && code < 500;
  }

  /// The first line with its codes: for logs.
  public String summary() {
    return code + " " + status.map(s -> s + " ").orElse("") + lines.getFirst();
  }
}
