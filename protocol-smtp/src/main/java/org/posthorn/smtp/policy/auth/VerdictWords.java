package org.posthorn.smtp.policy.auth;

import java.util.stream.Collectors;
import org.posthorn.auth.results.MethodResult;

/// Says a result in a few words, for the log.
final class VerdictWords {
  private VerdictWords() {}

  /// Such as `pass mailfrom=alice@example.org`.
  static String of(MethodResult method) {
    String looked =
        method.properties().stream()
            .filter(property -> !property.value().isEmpty())
            .filter(property -> !property.name().equals("a") && !property.name().equals("b"))
            .map(property -> " " + property.name() + "=" + property.value())
            .collect(Collectors.joining());
    return method.result()
        + looked
        + (method.reason().isEmpty() ? "" : " (" + method.reason() + ")");
  }
}
