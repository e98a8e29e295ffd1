package org.posthorn.protocol.sasl;

import org.posthorn.storage.directory.Principal;

/// The end of an attempt to log in.
public sealed interface AuthOutcome {

  /// Logged in.
  record Success(Principal principal) implements AuthOutcome {}

  /// Not logged in; the connection goes on.
  record Failure(AuthFailure reason) implements AuthOutcome {}
}
