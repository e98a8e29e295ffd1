package org.posthorn.auth.results;

import java.util.List;

/// One method's part of an Authentication-Results field (RFC 8601 §2.2). Immutable. Texts come
/// from strangers in part: whoever writes them has to quote them.
///
/// @param method such as `spf`
/// @param result such as `pass`
/// @param reason why; empty where there is nothing to say
/// @param properties what was looked at
public record MethodResult(String method, String result, String reason, List<Property> properties) {
  public MethodResult {
    properties = List.copyOf(properties);
  }

  /// Something that was looked at: `smtp.mailfrom=alice@example.org`.
  ///
  /// @param type where it came from: `smtp`, `header`, `body` or `policy` (§2.4)
  /// @param name its name there
  /// @param value its value
  public record Property(String type, String name, String value) {}
}
