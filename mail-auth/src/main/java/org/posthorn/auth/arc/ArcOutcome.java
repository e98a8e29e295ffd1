package org.posthorn.auth.arc;

import java.util.List;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.auth.results.MethodResult.Property;

/// What the chain of a message came to. Immutable. Domains come from strangers, but are names.
///
/// @param status the result
/// @param temporary whether it failed only because the DNS did not answer
/// @param reason why it failed, in a few words; empty where it did not
/// @param highest the highest instance in the message; 0 where there is none that can be read
/// @param oldestPass the oldest instance that signed the message as it is now; 0 where all did
///     (RFC 8617 §5.2, step 5). It says something only where the chain passed.
/// @param sealers the domains that sealed, the first hop first; empty where the chain cannot be
///     read. They can be believed only where the chain passed.
public record ArcOutcome(
    ArcStatus status,
    boolean temporary,
    String reason,
    int highest,
    int oldestPass,
    List<String> sealers) {
  public ArcOutcome {
    sealers = List.copyOf(sealers);
  }

  static ArcOutcome none() {
    return new ArcOutcome(ArcStatus.NONE, false, "", 0, 0, List.of());
  }

  static ArcOutcome fail(ArcChain chain, boolean temporary, String reason) {
    return new ArcOutcome(ArcStatus.FAIL, temporary, reason, chain.highest(), 0, chain.sealers());
  }

  static ArcOutcome pass(ArcChain chain, int oldestPass) {
    return new ArcOutcome(ArcStatus.PASS, false, "", chain.highest(), oldestPass, chain.sealers());
  }

  /// Whether the chain is good.
  public boolean passed() {
    return status == ArcStatus.PASS;
  }

  /// Its part of an Authentication-Results field (RFC 8617 §10.1).
  public MethodResult authenticationResult() {
    List<Property> properties =
        passed()
            ? List.of(new Property("header", "oldest-pass", Integer.toString(oldestPass)))
            : List.of();
    return new MethodResult("arc", status.word(), reason, properties);
  }
}
