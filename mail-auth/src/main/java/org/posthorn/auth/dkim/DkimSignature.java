package org.posthorn.auth.dkim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthorn.auth.body.BodyCanonicalization;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.header.HeaderCanonicalization;

/// The content of a DKIM-Signature or ARC-Message-Signature field (RFC 6376 §3.5, RFC 8617
/// §4.1.2). Immutable. [SignatureParser] makes it.
///
/// @param keyType the kind of key; the hash is SHA-256
/// @param signature `b=`; never changed
/// @param bodyHash `bh=`; never changed
/// @param headerForm the form of the header that was signed
/// @param bodyForm the form of the body that was signed
/// @param domain `d=`, in lower case and A-labels
/// @param selector `s=`, likewise
/// @param headers `h=` in lower case, as listed
/// @param identity `i=`; `@` and the domain where it is not there
/// @param length `l=`
/// @param signedAt `t=`
/// @param expires `x=`
public record DkimSignature(
    KeyType keyType,
    byte[] signature,
    byte[] bodyHash,
    HeaderCanonicalization headerForm,
    BodyCanonicalization bodyForm,
    String domain,
    String selector,
    List<String> headers,
    String identity,
    OptionalLong length,
    Optional<Instant> signedAt,
    Optional<Instant> expires) {
  public DkimSignature {
    headers = List.copyOf(headers);
  }

  /// How the body has to be hashed to compare it with [#bodyHash].
  public BodyHashSpec bodySpec() {
    return new BodyHashSpec(bodyForm, length);
  }

  /// Where the key is published.
  public String keyName() {
    return selector + "._domainkey." + domain;
  }

  /// The domain of the identity.
  public String identityDomain() {
    return identity.substring(identity.lastIndexOf('@') + 1);
  }
}
