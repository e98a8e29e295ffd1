package org.posthorn.config.inbound;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// SPF, DKIM, DMARC and ARC of mail from strangers: `[inbound.sender-authentication]`. Immutable.
///
/// @param authservId our name in Authentication-Results; empty means the host's name
/// @param timeout how long look-ups may still take once the message has come
/// @param onReject what is done where DMARC fails and the domain asks to refuse
/// @param onQuarantine what is done where DMARC fails and the domain asks for Junk
/// @param onFail what is done where DMARC fails and the domain asks for nothing
/// @param onSpfFail what is done where SPF fails and DMARC does not pass
/// @param onSpfSoftfail what is done where SPF fails softly and DMARC does not pass
/// @param onBadFrom what is done with a From field that names nobody, or cannot be relied on
/// @param onDnsFailure what is done where DMARC cannot be told for now
/// @param receivedSpf whether a Received-SPF field is written too
/// @param trustedSealers domains whose ARC seals are believed
/// @param keepVerdicts how long a row for each message is kept; zero means that none is written
/// @param overrides `[[inbound.sender-override]]`
public record SenderAuthenticationConfig(
    Optional<String> authservId,
    Duration timeout,
    CheckAction onReject,
    CheckAction onQuarantine,
    CheckAction onFail,
    CheckAction onSpfFail,
    CheckAction onSpfSoftfail,
    CheckAction onBadFrom,
    OnFailure onDnsFailure,
    boolean receivedSpf,
    List<String> trustedSealers,
    Duration keepVerdicts,
    List<SenderOverrideConfig> overrides) {
  public SenderAuthenticationConfig {
    trustedSealers = List.copyOf(trustedSealers);
    overrides = List.copyOf(overrides);
  }

  public static SenderAuthenticationConfig defaults() {
    return new SenderAuthenticationConfig(
        Optional.empty(),
        Duration.ofSeconds(15),
        CheckAction.REJECT,
        CheckAction.QUARANTINE,
        CheckAction.ACCEPT,
        CheckAction.ACCEPT,
        CheckAction.ACCEPT,
        CheckAction.QUARANTINE,
        OnFailure.ACCEPT,
        false,
        List.of(),
        Duration.ofDays(7),
        List.of());
  }

  public SenderAuthenticationConfig withOverrides(List<SenderOverrideConfig> others) {
    return new SenderAuthenticationConfig(
        authservId,
        timeout,
        onReject,
        onQuarantine,
        onFail,
        onSpfFail,
        onSpfSoftfail,
        onBadFrom,
        onDnsFailure,
        receivedSpf,
        trustedSealers,
        keepVerdicts,
        others);
  }
}
