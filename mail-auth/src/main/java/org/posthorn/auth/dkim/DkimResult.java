package org.posthorn.auth.dkim;

import java.util.List;
import java.util.stream.Stream;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.auth.results.MethodResult.Property;

/// What became of one signature. Immutable. Texts that the message did not tell are empty.
///
/// @param status the result
/// @param reason why it is not [DkimStatus#PASS], in a few words; empty where it is
/// @param domain `d=`, the domain that took responsibility
/// @param identity `i=`
/// @param selector `s=`
/// @param algorithm `a=`
/// @param signaturePrefix the first octets of `b=`, to tell signatures apart (RFC 6008 §3)
/// @param keyBits the size of the key; 0 where it was not found
/// @param testing the key's owner is only trying (`t=y`, RFC 6376 §3.6.1)
/// @param uncovered octets at the end of the body that `l=` leaves unsigned
public record DkimResult(
    DkimStatus status,
    String reason,
    String domain,
    String identity,
    String selector,
    String algorithm,
    String signaturePrefix,
    int keyBits,
    boolean testing,
    long uncovered) {
  /// Whether the signature is good.
  public boolean passed() {
    return status == DkimStatus.PASS;
  }

  /// Its part of an Authentication-Results field (RFC 8601 §2.7.1, RFC 6008 §3).
  public MethodResult authenticationResult() {
    List<Property> properties =
        Stream.of(
                new Property("header", "d", domain),
                new Property("header", "s", selector),
                new Property("header", "a", algorithm),
                new Property("header", "b", signaturePrefix))
            .filter(property -> !property.value().isEmpty())
            .toList();
    return new MethodResult("dkim", status.text(), reason, properties);
  }

  DkimResult with(DkimStatus status, String reason) {
    return new DkimResult(
        status,
        reason,
        domain,
        identity,
        selector,
        algorithm,
        signaturePrefix,
        keyBits,
        testing,
        uncovered);
  }

  DkimResult withKey(PublishedKey key) {
    return new DkimResult(
        status,
        reason,
        domain,
        identity,
        selector,
        algorithm,
        signaturePrefix,
        key.bits(),
        key.testing(),
        uncovered);
  }

  DkimResult withUncovered(long octets) {
    return new DkimResult(
        status,
        reason,
        domain,
        identity,
        selector,
        algorithm,
        signaturePrefix,
        keyBits,
        testing,
        octets);
  }
}
