package org.posthorn.auth.dkim;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.posthorn.auth.body.BodyHash;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.header.HeaderField;
import org.posthorn.auth.header.TagList;

/// A field with a signature, read as far as that goes, and how it is verified (RFC 6376 §6.1).
/// Immutable.
public final class SignatureField {
  private static final int PREFIX = 8;
  private static final int MAX_CLAIM = 255;

  /// Reads the tags of a kind of signature.
  private interface Reader {
    DkimSignature read(TagList tags) throws FaultException;
  }

  private final HeaderField field;
  private final TagList tags;
  private final Optional<DkimSignature> signature;
  private final Optional<SignatureFault> fault;

  private SignatureField(HeaderField field, Reader reader) {
    this.field = field;
    Optional<TagList> list = TagList.parse(field.value());
    this.tags = list.orElseGet(() -> new TagList(java.util.Map.of()));
    Optional<DkimSignature> good = Optional.empty();
    Optional<SignatureFault> bad = Optional.empty();
    try {
      good =
          Optional.of(
              reader.read(
                  list.orElseThrow(() -> FaultException.permanent("the tags cannot be read"))));
    } catch (FaultException e) {
      bad = Optional.of(e.fault());
    }
    this.signature = good;
    this.fault = bad;
  }

  /// A DKIM-Signature field.
  public static SignatureField dkim(HeaderField field) {
    return new SignatureField(field, SignatureParser::dkim);
  }

  /// An ARC-Message-Signature field (RFC 8617 §4.1.2).
  public static SignatureField arc(HeaderField field) {
    return new SignatureField(field, SignatureParser::arc);
  }

  /// The signature; empty where the field has none that can be verified.
  public Optional<DkimSignature> signature() {
    return signature;
  }

  /// The tags; empty where they cannot be read.
  public TagList tags() {
    return tags;
  }

  /// Whether a signature fits its message; empty where it does.
  ///
  /// @param key the key, from where [DkimSignature#keyName()] says
  /// @param skew how wrong clocks may be
  public Optional<SignatureFault> verify(
      HashedMessage message, PublishedKey key, Instant now, Duration skew) {
    if (signature.isEmpty()) {
      return fault;
    }
    DkimSignature good = signature.get();
    Optional<SignatureFault> untimely = timely(good, now, skew);
    if (untimely.isPresent()) {
      return untimely;
    }
    if (key.type() != good.keyType()) {
      return Optional.of(SignatureFault.permanent("the key is for another algorithm"));
    }
    return body(good, message).or(() -> header(good, message, key));
  }

  private static Optional<SignatureFault> timely(DkimSignature good, Instant now, Duration skew) {
    if (good.expires().isPresent() && good.expires().get().isBefore(now.minus(skew))) {
      return Optional.of(SignatureFault.fail("the signature has expired"));
    }
    if (good.signedAt().isPresent() && good.signedAt().get().isAfter(now.plus(skew))) {
      return Optional.of(SignatureFault.fail("the signature is from the future"));
    }
    return Optional.empty();
  }

  private static Optional<SignatureFault> body(DkimSignature good, HashedMessage message) {
    Optional<BodyHash> hash = message.body(good.bodySpec());
    if (hash.isEmpty()) {
      return Optional.of(SignatureFault.policy("too many ways to hash the body"));
    }
    if (hash.get().uncovered(good.length()) < 0) {
      return Optional.of(SignatureFault.fail("the body is shorter than l= says"));
    }
    return java.security.MessageDigest.isEqual(hash.get().digest(), good.bodyHash())
        ? Optional.empty()
        : Optional.of(SignatureFault.fail("the body has changed"));
  }

  private Optional<SignatureFault> header(
      DkimSignature good, HashedMessage message, PublishedKey key) {
    SignedData data = new SignedData(good.headerForm());
    data.select(message.header(), good.headers());
    data.addUnsigned(field);
    return Signatures.isGood(key, data.toBytes(), good.signature())
        ? Optional.empty()
        : Optional.of(SignatureFault.fail("the signature does not fit"));
  }

  /// The result of a DKIM-Signature.
  ///
  /// @param key what came of looking for its key; not looked at where there is no [#signature()]
  public DkimResult result(HashedMessage message, KeyAnswer key, Instant now, Duration skew) {
    DkimResult claims = claims();
    if (signature.isEmpty()) {
      SignatureFault bad = fault.orElseThrow();
      return claims.with(bad.status(), bad.reason());
    }
    return switch (key) {
      case KeyAnswer.Unusable(SignatureFault bad) -> claims.with(bad.status(), bad.reason());
      case KeyAnswer.Found(PublishedKey found) -> {
        long uncovered =
            message.body(signature.get().bodySpec()).stream()
                .mapToLong(hash -> Math.max(0, hash.uncovered(signature.get().length())))
                .sum();
        DkimResult result = claims.withKey(found).withUncovered(uncovered);
        yield strict(found)
            .or(() -> verify(message, found, now, skew))
            .map(bad -> result.with(tolerant(found, bad.status()), bad.reason()))
            .orElse(result);
      }
    };
  }

  /// RFC 6376 §3.6.1, `t=s`.
  private Optional<SignatureFault> strict(PublishedKey key) {
    DkimSignature good = signature.orElseThrow();
    return key.strict() && !good.identityDomain().equals(good.domain())
        ? Optional.of(SignatureFault.permanent("the key is not for subdomains"))
        : Optional.empty();
  }

  /// RFC 6376 §3.6.1: nothing follows from a signature that fails while its owner is trying.
  private static DkimStatus tolerant(PublishedKey key, DkimStatus status) {
    return key.testing() && status == DkimStatus.FAIL ? DkimStatus.NEUTRAL : status;
  }

  /// A result for a signature that is not looked at.
  public DkimResult unchecked(String reason) {
    return claims().with(DkimStatus.NEUTRAL, reason);
  }

  /// What the field says of itself.
  private DkimResult claims() {
    String b = tags.compact("b").orElse("");
    return new DkimResult(
        DkimStatus.PASS,
        "",
        signature.map(DkimSignature::domain).orElseGet(() -> name("d")),
        signature.map(DkimSignature::identity).orElse(""),
        signature.map(DkimSignature::selector).orElseGet(() -> name("s")),
        tags.get("a").filter(a -> a.length() <= MAX_CLAIM).orElse(""),
        b.substring(0, Math.min(PREFIX, b.length())),
        0,
        false,
        0);
  }

  private String name(String tag) {
    return tags.compact(tag).flatMap(DomainNames::ascii).orElse("");
  }
}
