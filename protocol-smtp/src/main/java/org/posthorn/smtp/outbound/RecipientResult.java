package org.posthorn.smtp.outbound;

import java.util.Optional;
import org.posthorn.smtp.command.EnhancedCode;

/// What came of one attempt for one recipient.
public sealed interface RecipientResult {
  /// The next host has taken responsibility.
  ///
  /// @param host who took it
  /// @param reply what it said
  /// @param dsn whether it has promised to send the reports that the sender asked for (RFC 3461
  ///     §5.2); where not, a "relayed" report may be owed
  record Delivered(String host, String reply, boolean dsn) implements RecipientResult {}

  /// Not now.
  record Deferred(Trouble trouble) implements RecipientResult {}

  /// Never.
  record Failed(Trouble trouble) implements RecipientResult {}

  /// Why it did not work, in terms of a delivery report (RFC 3464 §2.3).
  ///
  /// @param status such as 4.4.1
  /// @param host the host that said so, or was not reached; empty where none was found
  /// @param reply the SMTP reply, code and all lines; empty where there was none
  /// @param reason one line for people
  record Trouble(
      EnhancedCode status, Optional<String> host, Optional<String> reply, String reason) {}
}
