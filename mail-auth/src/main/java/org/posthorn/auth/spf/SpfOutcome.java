package org.posthorn.auth.spf;

import java.net.InetAddress;
import java.util.List;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.auth.results.MethodResult.Property;

/// What a check came to. Immutable. Texts come from strangers in part.
///
/// @param result the result
/// @param identity whose domain was checked
/// @param client the client's address
/// @param helo the client's greeting
/// @param sender the reverse-path without brackets; empty for the null reverse-path
/// @param domain the domain that was checked: what DMARC aligns with
/// @param mechanism the term that matched, as it was written; empty where none did
/// @param explanation the domain's own words for a failure, printable and at most 400 characters;
///     empty where there are none
/// @param problem what went wrong; empty where nothing did
/// @param lookUps terms that asked the DNS
public record SpfOutcome(
    SpfResult result,
    SpfIdentity identity,
    InetAddress client,
    String helo,
    String sender,
    String domain,
    String mechanism,
    String explanation,
    String problem,
    int lookUps) {

  /// Its part of an Authentication-Results field (RFC 8601 §2.7.2).
  public MethodResult authenticationResult() {
    Property looked =
        switch (identity) {
          case HELO -> new Property("smtp", "helo", helo);
          case MAIL_FROM -> new Property("smtp", "mailfrom", sender.isEmpty() ? domain : sender);
        };
    return new MethodResult("spf", result.word(), problem, List.of(looked));
  }

  /// The value of a Received-SPF field (RFC 7208 §9.1): one line of ASCII without its end.
  ///
  /// @param receiver the name of this server
  public String receivedSpf(String receiver) {
    return ReceivedSpf.value(this, receiver);
  }
}
