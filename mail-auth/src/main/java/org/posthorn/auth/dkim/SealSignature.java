package org.posthorn.auth.dkim;

import java.util.Optional;
import org.posthorn.auth.header.TagList;

/// The signature of an ARC-Seal field (RFC 8617 §4.1.3): it covers header fields alone, and which
/// ones goes without saying. Immutable.
///
/// @param keyType the kind of key; the hash is SHA-256
/// @param signature `b=`; never changed
/// @param domain `d=`, in lower case and A-labels
/// @param selector `s=`, likewise
public record SealSignature(KeyType keyType, byte[] signature, String domain, String selector) {
  /// What the tags of a field come to.
  public sealed interface Reading {
    /// A signature that can be verified.
    record Good(SealSignature seal) implements Reading {}

    /// None.
    record Bad(SignatureFault fault) implements Reading {}
  }

  /// Reads the tags of an ARC-Seal field; those of the chain (`i=`, `cv=`) are for others.
  public static Reading read(TagList tags) {
    try {
      if (tags.get("h").isPresent()) {
        throw FaultException.permanent("h= in a seal"); // RFC 8617 §4.1.3
      }
      return new Reading.Good(
          new SealSignature(
              SignatureParser.algorithm(tags.get("a").orElse("")),
              SignatureParser.base64Value(tags, "b"),
              SignatureParser.domain(tags.get("d").orElse("")),
              SignatureParser.selector(tags.get("s").orElse(""))));
    } catch (FaultException e) {
      return new Reading.Bad(e.fault());
    }
  }

  /// Whether the signature fits what it covers; empty where it does.
  ///
  /// @param key the key, from where [#keyName()] says
  /// @param covered the fields in their canonical form (RFC 8617 §5.1.1)
  public Optional<SignatureFault> verify(PublishedKey key, byte[] covered) {
    if (key.type() != keyType) {
      return Optional.of(SignatureFault.permanent("the key is for another algorithm"));
    }
    return Signatures.isGood(key, covered, signature)
        ? Optional.empty()
        : Optional.of(SignatureFault.fail("the signature does not fit"));
  }

  /// Where the key is published.
  public String keyName() {
    return selector + "._domainkey." + domain;
  }
}
