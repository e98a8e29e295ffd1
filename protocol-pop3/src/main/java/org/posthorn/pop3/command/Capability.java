package org.posthorn.pop3.command;

import java.util.List;

/// One line of CAPA's answer (RFC 2449 §5).
///
/// @param tag its name
/// @param arguments what belongs to it; may be empty
public record Capability(String tag, List<String> arguments) {
  public Capability {
    arguments = List.copyOf(arguments);
  }

  public static Capability of(String tag, String... arguments) {
    return new Capability(tag, List.of(arguments));
  }
}
