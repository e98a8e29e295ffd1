package org.posthorn.auth.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.auth.results.MethodResult.Property;

/// What a check came to. Immutable.
///
/// @param result the result
/// @param author the author's domain that it is about; of several, the one whose word is
///     strictest; empty where there is none
/// @param policy the policy that counts; empty where there is none, or it was not found out
/// @param asked what that domain wants done with this message, after `t` and `pct`;
///     [Disposition#NONE] where it did not fail
/// @param aligned the identities that passed and belong to the author's domain
/// @param problem what went wrong; empty where nothing did
/// @param lookUps questions to the DNS
public record DmarcOutcome(
    DmarcResult result,
    String author,
    Optional<PublishedPolicy> policy,
    Disposition asked,
    List<AuthenticatedIdentity> aligned,
    String problem,
    int lookUps) {
  public DmarcOutcome {
    aligned = List.copyOf(aligned);
  }

  static DmarcOutcome of(DmarcResult result, String author, String problem) {
    return new DmarcOutcome(
        result, author, Optional.empty(), Disposition.NONE, List.of(), problem, 0);
  }

  /// Whether an identity of that method passed and belongs to the author's domain.
  public boolean alignedBy(AuthenticatedIdentity.Method method) {
    return aligned.stream().anyMatch(identity -> identity.method() == method);
  }

  /// Its part of an Authentication-Results field (RFC 8601 §2.7.7, RFC 9989 §9.2).
  public MethodResult authenticationResult() {
    List<Property> properties = new ArrayList<>(2);
    if (!author.isEmpty()) {
      properties.add(new Property("header", "from", author));
    }
    if (policy.isPresent()) {
      Disposition told = result == DmarcResult.FAIL ? asked : policy.get().disposition();
      properties.add(new Property("policy", "dmarc", told.word()));
    }
    return new MethodResult("dmarc", result.word(), problem, properties);
  }

  DmarcOutcome withLookUps(int count) {
    return new DmarcOutcome(result, author, policy, asked, aligned, problem, count);
  }

  /// How much it matters beside the outcome for another author, most first: what is to be
  /// refused, what cannot be told, what is wrong, what is right.
  int weight() {
    return switch (result) {
      case FAIL -> asked == Disposition.NONE ? 3 : 4 + asked.ordinal();
      case TEMPERROR -> 4;
      case PERMERROR -> 2;
      case NONE -> 1;
      case PASS -> 0;
    };
  }
}
