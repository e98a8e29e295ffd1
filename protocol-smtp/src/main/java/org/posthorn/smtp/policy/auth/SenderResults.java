package org.posthorn.smtp.policy.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.auth.MessageVerifier.Verified;
import org.posthorn.auth.arc.ArcOutcome;
import org.posthorn.auth.arc.ArcStatus;
import org.posthorn.auth.dkim.DkimResult;
import org.posthorn.auth.dmarc.Authors;
import org.posthorn.auth.dmarc.DmarcOutcome;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.iprev.IprevOutcome;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.auth.spf.SpfOutcome;
import org.posthorn.auth.spf.SpfResult;

/// What was found out about one message. Immutable.
///
/// @param iprev about the client's address
/// @param greeting SPF for the greeting; empty where that is no domain
/// @param reversePath SPF for the reverse-path, or the greeting where that is null
/// @param verified the message's header, its signatures (DKIM) and its chain (ARC)
/// @param authors who the message says it is from
/// @param dmarc about the authors
record SenderResults(
    IprevOutcome iprev,
    Optional<SpfOutcome> greeting,
    SpfOutcome reversePath,
    Verified verified,
    Authors authors,
    DmarcOutcome dmarc) {
  private static final MethodResult NO_SIGNATURE = new MethodResult("dkim", "none", "", List.of());

  /// DKIM, from the top.
  List<DkimResult> signatures() {
    return verified.signatures();
  }

  /// ARC.
  ArcOutcome chain() {
    return verified.chain();
  }

  /// The header as it came.
  HeaderBlock header() {
    return verified.message().header();
  }

  /// A result for each method, in the order they build on each other.
  List<MethodResult> methods() {
    List<MethodResult> all = new ArrayList<>();
    all.add(iprev.authenticationResult());
    greeting
        .filter(outcome -> outcome.result() != SpfResult.NONE)
        .ifPresent(outcome -> all.add(outcome.authenticationResult()));
    all.add(reversePath.authenticationResult());
    if (signatures().isEmpty()) {
      all.add(NO_SIGNATURE);
    }
    signatures().forEach(signature -> all.add(signature.authenticationResult()));
    all.add(dmarc.authenticationResult());
    if (chain().status() != ArcStatus.NONE) {
      all.add(chain().authenticationResult());
    }
    return all;
  }
}
