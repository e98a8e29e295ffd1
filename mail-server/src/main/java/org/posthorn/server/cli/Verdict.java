package org.posthorn.server.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What one check came to. Immutable.
///
/// @param method such as `spf`
/// @param result the word for Authentication-Results (RFC 8601 §2.7)
/// @param facts what belongs to it: texts, numbers and truth values, in the order they are told
record Verdict(String method, String result, SequencedMap<String, Object> facts) {
  Verdict {
    facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
  }

  static Verdict of(String method, String result) {
    return new Verdict(method, result, new LinkedHashMap<>());
  }

  /// With one more fact; an empty text is none.
  Verdict with(String name, Object value) {
    if (value.equals("")) {
      return this;
    }
    SequencedMap<String, Object> more = new LinkedHashMap<>(facts);
    more.put(name, value);
    return new Verdict(method, result, more);
  }

  /// The exit code that tells it: 0 where nothing speaks against the message, 75 where it may come
  /// out otherwise later, 65 else.
  int exitCode() {
    return switch (result) {
      case "pass", "none", "neutral" -> ExitCode.OK;
      case "temperror" -> ExitCode.TEMP_FAIL;
      default -> ExitCode.DATA;
    };
  }
}
