package org.posthorn.auth;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.posthorn.auth.arc.ArcOutcome;
import org.posthorn.auth.arc.ArcVerification;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.body.MessageHasher;
import org.posthorn.auth.dkim.DkimResult;
import org.posthorn.auth.dkim.DkimVerification;
import org.posthorn.auth.dkim.KeyFinder;
import org.posthorn.auth.dkim.KeyLookups;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.header.HeaderBlock;

/// Verifies what a message brings with it, in one pass: its DKIM signatures (RFC 6376 §6) and its
/// ARC chain (RFC 8617 §5.2). Thread-safe; what [#start] returns is for one thread.
public final class MessageVerifier {
  private final KeyFinder finder;
  private final VerifierLimits limits;
  private final InstantSource clock;

  /// @param clock tells whether a signature is out of date
  public MessageVerifier(Dns dns, VerifierLimits limits, InstantSource clock) {
    this.finder = new KeyFinder(dns);
    this.limits = limits;
    this.clock = clock;
  }

  /// A message and what was found.
  ///
  /// @param message its header and the hashes of its body
  /// @param signatures a result for each DKIM signature, from the top; empty where there is none
  /// @param chain what its ARC chain came to
  public record Verified(HashedMessage message, List<DkimResult> signatures, ArcOutcome chain) {}

  /// Verifies a message at hand. Waits for keys, as long as the limits allow.
  ///
  /// @param message with CRLF at line ends; read to its end, not closed
  public Verified verify(InputStream message) throws IOException {
    Pass pass = start(Set.of());
    pass.hasher().write(message);
    return pass.finish();
  }

  /// Verifies a message that comes in pieces.
  ///
  /// @param more hashes of the body that are wanted besides
  public Pass start(Set<BodyHashSpec> more) {
    return new Pass(more, _ -> {});
  }

  /// Verifies a message that comes in pieces.
  ///
  /// @param seen is shown the header as soon as it is complete
  public Pass start(Consumer<HeaderBlock> seen) {
    return new Pass(Set.of(), seen);
  }

  /// One message: its keys are looked for while the body comes.
  public final class Pass {
    private final KeyLookups keys = new KeyLookups(finder, limits.patience());
    private final Set<BodyHashSpec> more;
    private final Consumer<HeaderBlock> seen;
    private final MessageHasher hasher;
    private Optional<Parts> parts = Optional.empty();

    private record Parts(DkimVerification signatures, ArcVerification chain) {
      static Parts of(HeaderBlock header, VerifierLimits limits) {
        return new Parts(new DkimVerification(header, limits), new ArcVerification(header, limits));
      }
    }

    private Pass(Set<BodyHashSpec> more, Consumer<HeaderBlock> seen) {
      this.more = more;
      this.seen = seen;
      this.hasher = new MessageHasher(limits.maxHeader(), this::plan);
    }

    private Set<BodyHashSpec> plan(HeaderBlock header) {
      Parts found = Parts.of(header, limits);
      parts = Optional.of(found);
      found.signatures().keyNames().forEach(keys::start);
      found.chain().keyNames().forEach(keys::start);
      seen.accept(header);
      Set<BodyHashSpec> specs =
          found.signatures().bodySpecs().collect(Collectors.toCollection(LinkedHashSet::new));
      found.chain().bodySpecs().forEach(specs::add);
      specs.addAll(more);
      return specs;
    }

    /// Takes the message.
    public MessageHasher hasher() {
      return hasher;
    }

    /// The message has ended. To be called once.
    public Verified finish() {
      HashedMessage message = hasher.finish();
      Parts found = parts.orElseGet(() -> Parts.of(message.header(), limits));
      return new Verified(
          message,
          found.signatures().results(message, keys, clock.instant()),
          found.chain().outcome(message, keys, clock.instant()));
    }
  }
}
