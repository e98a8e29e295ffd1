package org.posthorn.smtp.policy.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.auth.arc.ArcOutcome;
import org.posthorn.auth.dkim.DomainNames;
import org.posthorn.auth.header.HeaderField;
import org.posthorn.auth.results.AuthenticationResults;
import org.posthorn.auth.results.MethodResult;

/// Whom we believe what they found before they passed a message on (RFC 8617 §7.2). Immutable.
///
/// @param domains theirs; those below them are believed too
record TrustedSeals(List<String> domains) {
  private static final String FIELD = "arc-authentication-results";

  TrustedSeals {
    domains = List.copyOf(domains);
  }

  /// The sealer that saw DMARC pass for the author; empty where there is none, or somebody between
  /// it and us is not believed and may have changed the message since.
  Optional<String> vouching(SenderResults results) {
    ArcOutcome chain = results.chain();
    if (domains.isEmpty() || !chain.passed()) {
      return Optional.empty();
    }
    Map<Integer, AuthenticationResults> found = found(results);
    for (int instance = chain.sealers().size(); instance > 0; instance--) {
      String sealer = chain.sealers().get(instance - 1);
      if (!isTrusted(sealer)) {
        return Optional.empty();
      }
      AuthenticationResults own = found.get(instance);
      if (own != null && passed(own, results.dmarc().author())) {
        return Optional.of(sealer);
      }
    }
    return Optional.empty();
  }

  private boolean isTrusted(String sealer) {
    return domains.stream().anyMatch(domain -> DomainNames.isWithin(sealer, domain));
  }

  private static Map<Integer, AuthenticationResults> found(SenderResults results) {
    Map<Integer, AuthenticationResults> found = new HashMap<>();
    for (HeaderField field : results.header().fields(FIELD)) {
      AuthenticationResults.parseArc(field.value())
          .ifPresent(one -> found.put(one.instance(), one.results()));
    }
    return found;
  }

  /// Whether DMARC passed there for the same author.
  private static boolean passed(AuthenticationResults results, String author) {
    return results.of("dmarc").stream()
        .filter(method -> method.result().equals("pass"))
        .flatMap((MethodResult method) -> method.properties().stream())
        .anyMatch(
            property ->
                property.type().equals("header")
                    && property.name().equals("from")
                    && property.value().equalsIgnoreCase(author));
  }
}
