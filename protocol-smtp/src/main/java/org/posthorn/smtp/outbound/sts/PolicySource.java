package org.posthorn.smtp.outbound.sts;

import java.io.IOException;

/// Fetches the text of a domain's policy. Thread-safe; blocks, for a bounded time.
@FunctionalInterface
public interface PolicySource {
  /// The text behind the well-known URL of the domain.
  ///
  /// @throws IOException where there is none, or it is not to be had safely
  String fetch(String domain) throws IOException;
}
