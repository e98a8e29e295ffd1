package org.posthorn.smtp.transaction;

import java.util.Optional;
import org.posthorn.storage.directory.Principal;

/// Who a client says it is, and who it has proved to be.
///
/// @param helo the name it gave in EHLO or HELO
/// @param extended whether it was EHLO
/// @param principal who logged in
public record Identity(String helo, boolean extended, Optional<Principal> principal) {
  /// The same client, logged in.
  public Identity as(Principal who) {
    return new Identity(helo, extended, Optional.of(who));
  }
}
