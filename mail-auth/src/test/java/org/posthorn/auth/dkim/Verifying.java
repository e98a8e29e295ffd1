package org.posthorn.auth.dkim;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.body.MessageHasher;
import org.posthorn.auth.dns.Dns;

/// Verifies the DKIM signatures of a message at hand.
final class Verifying {
  private Verifying() {}

  static List<DkimResult> verify(String message, Dns dns, Instant now) {
    return verify(message.getBytes(StandardCharsets.UTF_8), dns, now, VerifierLimits.DEFAULT);
  }

  static List<DkimResult> verify(byte[] message, Dns dns, Instant now, VerifierLimits limits) {
    List<DkimVerification> made = new ArrayList<>();
    MessageHasher hasher =
        new MessageHasher(
            limits.maxHeader(),
            header -> {
              made.add(new DkimVerification(header, limits));
              return made.getFirst().bodySpecs().collect(Collectors.toSet());
            });
    hasher.write(message);
    HashedMessage hashed = hasher.finish();
    return made.getFirst()
        .results(hashed, new KeyLookups(new KeyFinder(dns), limits.patience()), now);
  }

  static Set<DkimStatus> statuses(List<DkimResult> results) {
    return new HashSet<>(results.stream().map(DkimResult::status).toList());
  }
}
