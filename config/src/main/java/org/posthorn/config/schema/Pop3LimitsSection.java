package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.Pop3Limits;

/// The settings of `[limits.pop3]`.
final class Pop3LimitsSection {
  private static final ConnectionSettings<Pop3Limits> CONNECTION =
      new ConnectionSettings<>(Pop3Limits::connection, "RFC 1939 asks for 10 minutes at least.");

  static final Section<Pop3Limits> SECTION =
      new Section<>(
          "limits.pop3",
          "Limits of POP3",
          "What one client, and all clients together, may take of POP3.",
          CONNECTION.followedBy(List.of()),
          Pop3LimitsSection::build);

  private Pop3LimitsSection() {}

  private static Pop3Limits build(Values<Pop3Limits> v) {
    return new Pop3Limits(CONNECTION.build(v));
  }
}
