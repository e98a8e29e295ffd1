package org.posthorn.auth.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.body.MessageHasher;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.header.HeaderBlock;

/// Verifies the signatures of messages that are at hand, in one pass. Thread-safe.
///
/// Whoever gets a message in pieces, or wants more of it than this, uses [MessageHasher] and
/// [DkimVerification] as is done here.
public final class DkimVerifier {
  private final KeyFinder finder;
  private final VerifierLimits limits;
  private final InstantSource clock;

  /// @param clock tells whether a signature is out of date
  public DkimVerifier(Dns dns, VerifierLimits limits, InstantSource clock) {
    this.finder = new KeyFinder(dns);
    this.limits = limits;
    this.clock = clock;
  }

  /// A result for each signature, from the top; empty where the message has none.
  ///
  /// @param message with CRLF at line ends; read to its end, not closed
  public List<DkimResult> verify(InputStream message) throws IOException {
    Pass pass = new Pass();
    MessageHasher hasher = new MessageHasher(limits.maxHeader(), pass::start);
    hasher.write(message);
    HashedMessage hashed = hasher.finish();
    return pass.verification(hashed).results(hashed, pass.keys, clock.instant());
  }

  /// One message: its keys are looked for while the body comes.
  private final class Pass {
    private final KeyLookups keys = new KeyLookups(finder, limits.patience());
    private Optional<DkimVerification> started = Optional.empty();

    Set<BodyHashSpec> start(HeaderBlock header) {
      DkimVerification verification = new DkimVerification(header, limits);
      started = Optional.of(verification);
      verification.keyNames().forEach(keys::start);
      return verification.bodySpecs().collect(Collectors.toSet());
    }

    DkimVerification verification(HashedMessage hashed) {
      return started.orElseGet(() -> new DkimVerification(hashed.header(), limits));
    }
  }
}
