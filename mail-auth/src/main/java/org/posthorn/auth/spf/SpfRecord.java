package org.posthorn.auth.spf;

import java.util.List;
import java.util.Optional;

/// What a domain published (RFC 7208 §4.5). Immutable.
///
/// @param redirect where to go on when nothing matches
/// @param explanation where the domain says why a client fails
record SpfRecord(
    List<Directive> directives, Optional<MacroString> redirect, Optional<MacroString> explanation) {
  SpfRecord {
    directives = List.copyOf(directives);
  }

  /// A mechanism and what it means that it matches.
  ///
  /// @param text as it was written
  record Directive(Qualifier qualifier, Mechanism mechanism, String text) {}
}
