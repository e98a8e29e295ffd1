package org.posthorn.auth.arc;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.dkim.DkimSignature;
import org.posthorn.auth.dkim.DkimStatus;
import org.posthorn.auth.dkim.KeyAnswer;
import org.posthorn.auth.dkim.KeyLookups;
import org.posthorn.auth.dkim.PublishedKey;
import org.posthorn.auth.dkim.SignatureFault;
import org.posthorn.auth.dkim.SignedData;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderCanonicalization;

/// The chain of one message, from the end of its header to the verdict (RFC 8617 §5.2). For one
/// thread.
public final class ArcVerification {
  private final ArcChain chain;
  private final VerifierLimits limits;
  private final boolean complete;

  /// A failure, and whether it is the DNS's.
  private record Fault(boolean temporary, String reason) {
    static Fault of(int instance, String what, SignatureFault fault) {
      return new Fault(
          fault.status() == DkimStatus.TEMPERROR, what + " " + instance + ": " + fault.reason());
    }
  }

  /// @param header the header
  public ArcVerification(HeaderBlock header, VerifierLimits limits) {
    this.chain = ArcChain.of(header);
    this.limits = limits;
    this.complete = header.complete();
  }

  /// The hashes of the body that are needed, as many as the limit allows, each once; the newest
  /// signature's first.
  public Stream<BodyHashSpec> bodySpecs() {
    return verifiable().reversed().stream()
        .map(set -> signature(set).bodySpec())
        .distinct()
        .limit(limits.maxBodyHashes());
  }

  /// The names of the keys that are needed, each once.
  public Stream<String> keyNames() {
    return verifiable().stream()
        .flatMap(set -> Stream.of(signature(set).keyName(), set.sealed().keyName()))
        .distinct();
  }

  /// No work is done for a chain that fails by its form.
  private List<ArcSet> verifiable() {
    return formFault().isPresent() ? List.of() : chain.sets();
  }

  private static DkimSignature signature(ArcSet set) {
    return set.signature().signature().orElseThrow();
  }

  /// The verdict.
  public ArcOutcome outcome(HashedMessage message, KeyLookups keys, Instant now) {
    if (chain.sets().isEmpty() && chain.problem().isEmpty()) {
      return ArcOutcome.none();
    }
    return formFault()
        .or(() -> newest(message, keys, now))
        .or(() -> seals(keys))
        .map(fault -> ArcOutcome.fail(chain, fault.temporary(), fault.reason()))
        .orElseGet(() -> ArcOutcome.pass(chain, oldestPass(message, keys, now)));
  }

  /// Steps 1 to 3: what can be told without verifying anything.
  private Optional<Fault> formFault() {
    if (!complete) {
      return Optional.of(new Fault(false, "the header is too long to be verified"));
    }
    if (!chain.problem().isEmpty()) {
      return Optional.of(new Fault(false, chain.problem()));
    }
    for (ArcSet set : chain.sets().reversed()) {
      ArcStatus wanted = set.instance() == 1 ? ArcStatus.NONE : ArcStatus.PASS;
      if (set.status() != wanted) {
        return Optional.of(
            new Fault(false, "seal " + set.instance() + " says cv=" + set.status().word()));
      }
    }
    return Optional.empty();
  }

  /// Step 4: the newest signature must fit the message.
  private Optional<Fault> newest(HashedMessage message, KeyLookups keys, Instant now) {
    ArcSet last = chain.sets().getLast();
    return verify(last, message, keys, now)
        .map(fault -> Fault.of(last.instance(), "signature", fault));
  }

  /// Step 5: from which instance on the signatures fit the message; 0 where all do.
  private int oldestPass(HashedMessage message, KeyLookups keys, Instant now) {
    for (ArcSet set : chain.sets().reversed().subList(1, chain.sets().size())) {
      if (verify(set, message, keys, now).isPresent()) {
        return set.instance() + 1;
      }
    }
    return 0;
  }

  private Optional<SignatureFault> verify(
      ArcSet set, HashedMessage message, KeyLookups keys, Instant now) {
    return switch (keys.get(signature(set).keyName())) {
      case KeyAnswer.Unusable(SignatureFault fault) -> Optional.of(fault);
      case KeyAnswer.Found(PublishedKey key) ->
          set.signature().verify(message, key, now, limits.skew());
    };
  }

  /// Step 6: each seal covers its own set and all before it (§5.1.1).
  private Optional<Fault> seals(KeyLookups keys) {
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    for (ArcSet set : chain.sets()) {
      SignedData data = new SignedData(HeaderCanonicalization.RELAXED);
      data.add(set.results());
      data.add(set.message());
      before.writeBytes(data.toBytes());
      SignedData seal = new SignedData(HeaderCanonicalization.RELAXED);
      seal.addUnsigned(set.seal());
      byte[] covered = join(before, seal);
      Optional<SignatureFault> fault = seal(set, keys, covered);
      if (fault.isPresent()) {
        return fault.map(found -> Fault.of(set.instance(), "seal", found));
      }
      SignedData whole = new SignedData(HeaderCanonicalization.RELAXED);
      whole.add(set.seal());
      before.writeBytes(whole.toBytes());
    }
    return Optional.empty();
  }

  private static byte[] join(ByteArrayOutputStream before, SignedData seal) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(before.size() + 1024);
    all.writeBytes(before.toByteArray());
    all.writeBytes(seal.toBytes());
    return all.toByteArray();
  }

  private static Optional<SignatureFault> seal(ArcSet set, KeyLookups keys, byte[] covered) {
    return switch (keys.get(set.sealed().keyName())) {
      case KeyAnswer.Unusable(SignatureFault fault) -> Optional.of(fault);
      case KeyAnswer.Found(PublishedKey key) -> set.sealed().verify(key, covered);
    };
  }
}
