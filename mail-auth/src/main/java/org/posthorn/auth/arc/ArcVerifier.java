package org.posthorn.auth.arc;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.body.MessageHasher;
import org.posthorn.auth.dkim.KeyFinder;
import org.posthorn.auth.dkim.KeyLookups;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.header.HeaderBlock;

/// Verifies the chains of messages that are at hand, in one pass (RFC 8617 §5.2). Thread-safe.
public final class ArcVerifier {
  private final KeyFinder finder;
  private final VerifierLimits limits;
  private final InstantSource clock;

  /// @param clock tells whether a signature is out of date
  public ArcVerifier(Dns dns, VerifierLimits limits, InstantSource clock) {
    this.finder = new KeyFinder(dns);
    this.limits = limits;
    this.clock = clock;
  }

  /// The verdict on a message's chain.
  ///
  /// @param message with CRLF at line ends; read to its end, not closed
  public ArcOutcome verify(InputStream message) throws IOException {
    Pass pass = new Pass(Set.of());
    pass.hasher.write(message);
    return pass.finish().outcome();
  }

  /// A message that has passed, and the verdict on its chain.
  record Verified(HashedMessage message, ArcOutcome outcome) {}

  /// Takes a message in pieces.
  ///
  /// @param more hashes of the body that are wanted besides
  Pass start(Set<BodyHashSpec> more) {
    return new Pass(more);
  }

  /// One message: its keys are looked for while the body comes. For one thread.
  final class Pass {
    private final KeyLookups keys = new KeyLookups(finder, limits.patience());
    private final Set<BodyHashSpec> more;
    private Optional<ArcVerification> started = Optional.empty();
    private final MessageHasher hasher;

    private Pass(Set<BodyHashSpec> more) {
      this.more = more;
      this.hasher = new MessageHasher(limits.maxHeader(), this::plan);
    }

    private Set<BodyHashSpec> plan(HeaderBlock header) {
      ArcVerification verification = new ArcVerification(header, limits);
      started = Optional.of(verification);
      verification.keyNames().forEach(keys::start);
      Set<BodyHashSpec> specs =
          verification.bodySpecs().collect(Collectors.toCollection(LinkedHashSet::new));
      specs.addAll(more);
      return specs;
    }

    MessageHasher hasher() {
      return hasher;
    }

    /// The message has ended. To be called once.
    Verified finish() {
      HashedMessage message = hasher.finish();
      ArcVerification verification =
          started.orElseGet(() -> new ArcVerification(message.header(), limits));
      return new Verified(message, verification.outcome(message, keys, clock.instant()));
    }
  }
}
